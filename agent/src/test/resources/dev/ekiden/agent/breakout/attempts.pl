# Ways out of an instance, one sub each; the first argument names it. What it got that it must not
# get, it says as "OUT: …" in the file report of its sandbox; the last line says that it has tried.
# Needs nothing but perl-base. System calls by their numbers on x86-64.
use strict;
no warnings;
use Errno;
use Fcntl;
use POSIX ();
use Socket;

my ($neighbour, $agent, $conmon) = map { $_ + 0 } @ENV{qw(NEIGHBOUR_PID AGENT_PID CONMON_PID)};
my @strangers = ($neighbour, $agent, $conmon);
my $mark = $ENV{MARK};
open(my $report, '>>', 'report') or die "no report: $!";
select($report);
$| = 1;

sub out { print "OUT: @_\n" }

# What may be read of a file goes into the report: the test looks for secrets there.
sub grab {
    my ($path) = @_;
    sysopen(my $file, $path, O_RDONLY | O_NONBLOCK) or return;
    my $text; sysread($file, $text, 4000) > 0 and print "got $path: $text\n";
}

sub writable {
    for my $path (@_) {
        sysopen(my $file, $path, O_WRONLY | O_NONBLOCK) and out("may write $path");
    }
}

# A call that must not work at all.
sub refused {
    my ($name, $number, @arguments) = @_;
    my $answer = syscall($number, @arguments);
    out("$name gave $answer") if $answer >= 0;
    return $answer;
}

# A call that the kernel must not even think about: any other error means that it did.
sub not_looked_at {
    my ($name, $number, @arguments) = @_;
    my $answer = syscall($number, @arguments);
    out("$name gave $answer, $!") if $answer >= 0 || !($!{EPERM} || $!{ENOSYS} || $!{EACCES});
}

sub roots {
    my $up = '/..' x 40;
    return ('', '/proc/1/root', '/proc/self/root', "/proc/1/cwd$up", "/proc/self/cwd$up",
        "$ENV{MESOS_SANDBOX}$up", map { ("/proc/$_/root", "/proc/$_/cwd$up") } @strangers);
}

my %attempt;

# --- files ---

$attempt{reads_host_files} = sub { grab("$_$ENV{HOST_FILE}") for roots() };

$attempt{reads_neighbours_sandbox} = sub {
    grab("$_$ENV{DATA}/instances/neighbour/sandbox/secret") for roots();
};

$attempt{reads_agents_files} = sub {
    for my $root (roots()) {
        grab("$root$ENV{DATA}/$_")
            for qw(instances/neighbour/run.json instances/neighbour/bundle/config.json
            instances/neighbour/log epoch ../agent.properties);
    }
};

$attempt{searches_all_it_sees} = sub {
    my @dirs = ('/');
    my $seen = 0;
    while (defined(my $dir = pop @dirs)) {
        opendir(my $entries, $dir) or next;
        for my $name (readdir $entries) {
            next if $name eq '.' || $name eq '..';
            my $path = $dir eq '/' ? "/$name" : "$dir/$name";
            next if -l $path || $path =~ m{^/(proc|sys|usr)$} || $path eq "$ENV{MESOS_SANDBOX}/report";
            $seen++;
            if (-d _) { push @dirs, $path }
            elsif (-f _) { grab($path) }
        }
    }
    out('saw nothing at all') if $seen < 10;
};

$attempt{writes_host_programs} = sub {
    for my $dir (qw(/usr /usr/bin /usr/sbin /usr/lib /usr/local/bin /bin /sbin /lib /lib64)) {
        sysopen(my $file, "$dir/$mark", O_WRONLY | O_CREAT) and out("made $dir/$mark");
        rename("$dir/perl", "$dir/$mark") and out("renamed $dir/perl");
    }
    writable('/usr/bin/perl', '/bin/sh', '/usr/bin/env', glob('/lib/x86_64-linux-gnu/libc.so*'));
    chmod(0777, '/usr/bin/perl') and out('changed the mode of perl');
};

$attempt{writes_etc} = sub {
    for my $dir (qw(/ /etc /etc/ssl /etc/ssl/certs /etc/alternatives /root /opt /run /mnt /dev /var)) {
        sysopen(my $file, "$dir/$mark", O_WRONLY | O_CREAT) and out("made $dir/$mark");
    }
    writable(qw(/etc/passwd /etc/group /etc/hosts /etc/resolv.conf /etc/ld.so.cache));
};

$attempt{preloads_a_library} = sub {
    sysopen(my $file, '/etc/ld.so.preload', O_WRONLY | O_CREAT) and out('made /etc/ld.so.preload');
    symlink('/tmp/evil.so', '/etc/ld.so.preload') and out('linked /etc/ld.so.preload');
};

$attempt{overwrites_running_programs} = sub {
    writable('/proc/self/exe', '/proc/1/exe', map { "/proc/$_/exe" } @strangers);
    truncate('/proc/self/exe', 0) and out('truncated its own program');
};

$attempt{climbs_out_of_a_chroot} = sub {
    mkdir 'jail';
    sysopen(my $root, '/', O_RDONLY);
    refused('chroot', 161, "jail\0");
    syscall(81, fileno($root));
    chdir('..') for 1 .. 64;
    refused('chroot', 161, ".\0");
    grab($ENV{HOST_FILE});
    grab(substr($ENV{HOST_FILE}, 1));
};

$attempt{uses_inherited_files} = sub {
    for my $fd (0 .. 1023) {
        my $target = readlink("/proc/self/fd/$fd");
        next if !defined $target || $fd == fileno($report) || $target =~ m{/proc/\d+/fd$};
        out("descriptor $fd is $target") if $fd > 2;
        grab("/proc/self/fd/$fd$_$ENV{HOST_FILE}") for '', '/..' x 40;
        grab("/proc/1/fd/$fd$_$ENV{HOST_FILE}") for '', '/..' x 40;
    }
};

$attempt{makes_device_nodes} = sub {
    my ($block, $char) = (060666, 020666);
    for my $dir ($ENV{MESOS_SANDBOX}, '/tmp', '/dev/shm', '/dev') {
        for ([$block, $ENV{DISK}], [$char, 0x101], [$char, 0x102], [$char, 0x10b], [$char, 0xac8]) {
            my ($mode, $device) = @$_;
            my $path = "$dir/$mark-$device";
            next if refused("mknod $path", 133, "$path\0", $mode, $device + 0) < 0;
            grab($path);
        }
    }
};

$attempt{reads_memory_and_disks} = sub {
    my @devices = (qw(/dev/mem /dev/kmem /dev/port /dev/kmsg /dev/kvm /dev/fuse /dev/net/tun
        /dev/loop-control /dev/vsock /dev/cpu/0/msr /dev/mapper/control), glob('/dev/[svxl]d*'),
        glob('/dev/loop*'), glob('/dev/nvme*'), glob('/dev/vd*'));
    for (@devices) { sysopen(my $file, $_, O_RDONLY | O_NONBLOCK) and out("opened $_") }
    for (qw(/proc/kcore /proc/kmem /proc/kmsg /proc/kpageflags /proc/kallsyms /proc/keys)) {
        sysopen(my $file, $_, O_RDONLY | O_NONBLOCK) or next;
        my $text; sysread($file, $text, 4000) > 0 and out("read $_");
    }
    my %known = map { $_ => 1 } qw(. .. null zero full random urandom tty ptmx pts shm mqueue fd
        stdin stdout stderr core console);
    opendir(my $dev, '/dev');
    $known{$_} or out("sees /dev/$_") for readdir $dev;
};

$attempt{plants_links_for_the_agent} = sub {
    mkdir 'deep';
    symlink($ENV{HOST_DIR}, $_) for qw(log stdout deep/dir);
    symlink($ENV{HOST_FILE}, $_) for qw(file deep/file);
    symlink('..', 'up');
    rename('.', 'elsewhere') and out('moved its sandbox');
    rmdir($ENV{MESOS_SANDBOX}) and out('removed its sandbox');
};

# --- users and processes ---

$attempt{becomes_root} = sub {
    $< = 0; $> = 0; $( = '0'; $) = '0 0';
    POSIX::setuid(0); POSIX::setgid(0);
    syscall(117, 0, 0, 0); syscall(119, 0, 0, 0); syscall(122, 0); syscall(123, 0);
    my $root = pack('L', 0);
    syscall(116, 1, $root);
    open(my $status, '<', '/proc/self/status');
    for (<$status>) { out($_) if /^([UG]id|Groups):.*\b0\b/ }
};

$attempt{gains_capabilities} = sub {
    my $header = pack('LL', 0x20080522, 0);
    my $all = pack('L6', (0xffffffff) x 6);
    refused('capset', 126, $header, $all);
    refused("ambient capability $_", 157, 47, 2, $_, 0, 0) for 0 .. 40;
    open(my $status, '<', '/proc/self/status');
    for (<$status>) { out($_) if /^Cap\w+:\s*0*[1-9a-f]/ || /^(NoNewPrivs|Seccomp):\s*0/ }
};

$attempt{runs_setuid_programs} = sub {
    select(undef, undef, undef, 0.05) while !-e 'planted';
    my $id = `./setuid-id -u 2>&1`;
    print "setuid-id: $id\n";
    out("is user $id") if $id =~ /^0$/;
};

$attempt{traces_others} = sub {
    for my $pid (@strangers) {
        refused("attach to $pid", 101, 16, $pid, 0, 0);
        refused("seize $pid", 101, 0x4206, $pid, 0, 0);
        my $local = pack('PQ', 'x' x 64, 64);
        refused("process_vm_readv of $pid", 310, $pid, $local, 1, pack('QQ', 0x400000, 64), 1, 0);
        my $fd = syscall(434, $pid, 0);
        refused("pidfd_getfd of $pid", 438, $fd, 0, 0) if $fd >= 0;
        grab("/proc/$pid/$_") for qw(mem environ maps);
    }
    refused('attach to 1', 101, 16, 1, 0, 0);
};

$attempt{reads_other_processes} = sub {
    for my $dir (glob('/proc/[0-9]*')) {
        my $owner = (stat $dir)[4];
        out("sees $dir of user $owner") if $owner != $<;
        grab("$dir/environ") if $dir ne "/proc/$$" && $dir ne '/proc/1';
    }
    -e "/proc/$_" and out("sees process $_") for @strangers;
};

$attempt{signals_others} = sub {
    for my $pid (@strangers) {
        kill('CONT', $pid) and out("signalled $pid");
        kill('KILL', $pid) and out("killed $pid");
        my $fd = syscall(434, $pid, 0);
        refused("pidfd_send_signal to $pid", 424, $fd, 9, 0, 0) if $fd >= 0;
    }
    kill('KILL', -1);
};

$attempt{raises_its_priority} = sub {
    my $before = getpriority(0, 0);
    setpriority(0, 0, -20);
    out('is nicer to itself') if getpriority(0, 0) < $before;
    setpriority(0, $_, 19) and out("slowed down $_") for @strangers;
    refused('sched_setscheduler', 144, 0, 1, pack('i', 50));
    refused('ioprio_set', 251, 1, 0, 1 << 13);
};

$attempt{raises_its_limits} = sub {
    for my $resource (0 .. 15) {
        my ($old, $new) = ("\0" x 16, "\0" x 16);
        syscall(302, 0, $resource, 0, $old);
        my ($soft, $hard) = unpack('QQ', $old);
        next if $hard == ~0;
        for my $more ($hard + 1, ~0) {
            my $wanted = pack('QQ', $soft, $more);
            syscall(302, 0, $resource, $wanted, 0);
            syscall(302, 0, $resource, 0, $new);
            out("limit $resource went from $hard to $more") if (unpack('QQ', $new))[1] > $hard;
        }
        refused("limit $resource of $_", 302, $_, $resource, 0, $new) for @strangers;
    }
};

$attempt{escapes_the_oom_killer} = sub {
    my $read = sub { open(my $f, '<', '/proc/self/oom_score_adj'); return 0 + <$f> };
    for my $value (-1000, -500, -1) {
        open(my $file, '>', '/proc/self/oom_score_adj') or next;
        print $file $value;
        close $file;
    }
    out('is spared: ' . $read->()) if $read->() < 0;
};

# --- the kernel ---

$attempt{mounts} = sub {
    mkdir 'point';
    my @wanted = (['none', 'tmpfs'], ['proc', 'proc'], ['none', 'cgroup'], ['none', 'cgroup2'],
        ['none', 'sysfs'], ['none', 'devtmpfs'], ['none', 'debugfs'], ['/proc/1/root', 'none', 4096],
        ['none', 'overlay', 0, 'lowerdir=/,upperdir=/tmp,workdir=/tmp']);
    for (@wanted) {
        my ($source, $type, $flags, $data) = @$_;
        refused("mount of $type", 165, "$source\0", "point\0", "$type\0", $flags + 0, "$data\0");
    }
    refused('propagation', 165, "none\0", "/\0", "none\0", (1 << 18) | 16384, "\0");
};

$attempt{mounts_the_new_way} = sub {
    refused('fsopen', 430, "tmpfs\0", 0);
    refused('fspick', 433, -100, "/tmp\0", 0);
    my $tree = refused('open_tree', 428, -100, "/\0", 1 | 0x8000);
    refused('move_mount', 429, $tree, "\0", -100, "/tmp\0", 4);
    refused('mount_setattr', 442, -100, "/\0", 0x8000, pack('QQQQ', 0, 1, 0, 0), 32);
};

$attempt{remounts_writable} = sub {
    for my $dir ('/', '/usr', '/proc', '/proc/sys', '/sys', '/sys/fs/cgroup', '/etc/ssl/certs') {
        refused("remount of $dir", 165, "none\0", "$dir\0", "none\0", 32 | 4096, "\0");
    }
    writable('/usr/bin/perl', '/proc/sys/kernel/core_pattern');
};

$attempt{unmasks_proc} = sub {
    refused("umount of $_", 166, "$_\0", 2)
        for qw(/proc/kcore /proc/keys /proc/sys /proc/sysrq-trigger /sys/firmware /usr /proc /);
};

$attempt{pivots_its_root} = sub {
    mkdir 'old';
    refused('pivot_root', 155, ".\0", "old\0");
    grab("old$ENV{HOST_FILE}");
};

my %namespaces = (time => 0x80, mount => 0x20000, cgroup => 0x2000000, uts => 0x4000000,
    ipc => 0x8000000, user => 0x10000000, pid => 0x20000000, net => 0x40000000);

$attempt{makes_namespaces} = sub {
    for my $name (sort keys %namespaces) {
        my $flag = $namespaces{$name};
        if ($name ne 'time') {
            my $pid = syscall(56, $flag | 17, 0, 0, 0, 0);
            POSIX::_exit(0) if $pid == 0;
            out("clone with a new $name namespace") if $pid > 0;
        }
        my $how = pack('Q11', $flag, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0);
        my $pid = syscall(435, $how, 88);
        POSIX::_exit(0) if $pid == 0;
        out("clone3 with a new $name namespace") if $pid > 0;
        refused("unshare of $name", 272, $flag);
    }
};

$attempt{enters_namespaces} = sub {
    for my $pid (1, $$, @strangers) {
        for my $ns (qw(mnt pid net user ipc uts cgroup time)) {
            sysopen(my $file, "/proc/$pid/ns/$ns", O_RDONLY) or next;
            refused("setns to $ns of $pid", 308, fileno($file), 0);
        }
        my $fd = syscall(434, $pid, 0);
        refused("setns to $pid", 308, $fd, 0x20000) if $fd >= 0;
    }
};

$attempt{loads_modules} = sub {
    my $junk = "\x7fELF" . "\0" x 200;
    not_looked_at('init_module', 175, $junk, length $junk, "\0");
    sysopen(my $file, '/bin/sh', O_RDONLY);
    not_looked_at('finit_module', 313, fileno($file), "\0", 0);
    not_looked_at('delete_module', 176, "no_such_module\0", 0);
};

$attempt{boots_another_kernel} = sub {
    not_looked_at('kexec_load', 246, 0, 0, 0, 0);
    not_looked_at('kexec_file_load', 320, -1, -1, 0, 0, 0);
    refused('reboot', 169, 0xfee1dead, 672274793, 0, 0);
};

$attempt{swaps_and_accounts} = sub {
    not_looked_at('swapon', 167, "report\0", 0);
    not_looked_at('swapoff', 168, "report\0");
    not_looked_at('acct', 163, "report\0");
    not_looked_at('quotactl', 179, 0x80000100, 0, 0, 0);
};

$attempt{loads_bpf} = sub {
    my $map = pack('L5', 1, 4, 4, 1, 0) . "\0" x 100;
    refused('bpf map', 321, 0, $map, 72);
};

$attempt{watches_performance} = sub {
    # A software clock of itself, in user mode only: what the kernel grants most readily.
    my $counter = pack('LLQQQQQ', 1, 112, 0, 0, 0, 0, 0x61) . "\0" x 64;
    refused('perf_event_open', 298, $counter, 0, -1, -1, 0);
};

$attempt{handles_page_faults} = sub { refused('userfaultfd', 323, 1) };

$attempt{uses_io_uring} = sub { refused('io_uring_setup', 425, 8, "\0" x 120) };

$attempt{uses_kernel_keys} = sub {
    refused('keyctl', 250, 0, -3, 1);
    refused('keyctl join', 250, 1, 0);
    refused('add_key', 248, "user\0", "mine\0", "secret\0", 6, -4);
    refused('request_key', 249, "user\0", "mine\0", 0, -4);
};

$attempt{opens_by_handle} = sub {
    my $handle = pack('LlLL', 8, 1, 2, 0) . "\0" x 128;    # the root of the file system: inode 2
    sysopen(my $sandbox, '.', O_RDONLY);
    my $fd = refused('open_by_handle_at', 304, fileno($sandbox), $handle, O_RDONLY);
    grab("/proc/self/fd/$fd$ENV{HOST_FILE}") if $fd >= 0;
};

$attempt{sets_the_clock} = sub {
    my $now = "\0" x 16;    # to what it is: whoever has broken out is believed
    syscall(228, 0, $now);
    refused('clock_settime', 227, 0, $now);
    syscall(96, $now, 0);
    refused('settimeofday', 164, $now, 0);
    refused('clock_adjtime', 305, 0, pack('L', 0x100) . "\0" x 256);
};

$attempt{renames_the_host} = sub {
    refused('sethostname', 170, "pwned\0", 5);
    refused('setdomainname', 171, "pwned\0", 5);
};

$attempt{reads_the_kernel_log} = sub {
    refused('syslog', 103, 3, my $buffer = "\0" x 4096, 4096);
    refused('syslog size', 103, 10, 0, 0);
};

$attempt{presses_sysrq} = sub {
    if (sysopen(my $file, '/proc/sysrq-trigger', O_WRONLY)) {
        out('opened sysrq-trigger');
        syswrite($file, 'h');    # only help: whoever has broken out is believed
    }
};

$attempt{sets_the_core_pattern} = sub {
    open(my $old, '<', '/proc/sys/kernel/core_pattern') or return out("cannot even read it: $!");
    my $pattern = <$old>;
    open(my $new, '>', '/proc/sys/kernel/core_pattern') or return;
    out('opened core_pattern');
    print $new $pattern;
};

$attempt{writes_kernel_settings} = sub {
    writable(map { "/proc/sys/$_" } qw(kernel/modprobe kernel/panic kernel/hostname kernel/sysrq
        kernel/shmmax kernel/pid_max kernel/ns_last_pid vm/drop_caches vm/overcommit_memory fs/file-max
        fs/binfmt_misc/register net/ipv4/ip_forward net/ipv4/ip_unprivileged_port_start
        net/core/somaxconn net/ipv4/conf/all/route_localnet user/max_user_namespaces));
    writable(glob('/proc/irq/*/smp_affinity'), glob('/proc/bus/pci/*/*'), '/proc/mtrr');
};

$attempt{writes_sys} = sub {
    writable('/sys/power/state', '/sys/kernel/uevent_helper', '/sys/kernel/profiling',
        '/sys/kernel/mm/transparent_hugepage/enabled', '/sys/bus/pci/rescan', glob('/sys/block/*/queue/*'),
        glob('/sys/class/net/*/*'), glob('/sys/module/*/parameters/*'), glob('/sys/block/*/uevent'),
        glob('/sys/devices/system/cpu/cpu*/online'));
};

# --- control groups ---

sub below {
    my @found;
    my @dirs = @_;
    while (defined(my $dir = shift @dirs)) {
        next if @found > 20000;
        push @found, $dir;
        opendir(my $entries, $dir) or next;
        for (readdir $entries) {
            next if /^\.\.?$/ || -l "$dir/$_";
            -d _ ? push(@dirs, "$dir/$_") : push(@found, "$dir/$_");
        }
    }
    return @found;
}

$attempt{writes_cgroups} = sub {
    my @all = below('/sys/fs/cgroup');
    out('sees no control groups') if @all < 5;
    for (@all) {
        if (-d $_) { mkdir("$_/$mark") and out("made $_/$mark") }
        else { writable($_) }
    }
};

$attempt{leaves_its_cgroup} = sub {
    my $groups = sub { open(my $f, '<', '/proc/self/cgroup'); return join '', <$f> };
    my $before = $groups->();
    for (grep { m{/(cgroup\.procs|tasks|cgroup\.threads)$} } below('/sys/fs/cgroup')) {
        open(my $file, '>', $_) or next;
        print $file $$;
        close $file and out("wrote itself to $_");
    }
    out('is elsewhere now: ' . $groups->()) if $groups->() ne $before;
};

$attempt{sets_a_release_agent} = sub {
    writable(grep { m{/(release_agent|notify_on_release)$} } below('/sys/fs/cgroup'));
    mkdir 'groups';
    for my $controller (qw(rdma memory pids misc cpu)) {
        refused("mount of cgroup $controller", 165, "none\0", "groups\0", "cgroup\0", 0, "$controller\0");
    }
    writable('groups/release_agent');
};

# --- network and other ways to talk ---

$attempt{opens_raw_sockets} = sub {
    for ([AF_INET, SOCK_RAW, 1], [AF_INET, SOCK_RAW, 255], [10, SOCK_RAW, 58], [17, SOCK_RAW, 768],
        [17, SOCK_DGRAM, 768]) {
        socket(my $socket, $_->[0], $_->[1], $_->[2]) and out("socket @$_");
    }
};

$attempt{opens_odd_sockets} = sub {
    for my $family (grep { $_ != 1 && $_ != 2 && $_ != 10 && $_ != 16 } 0 .. 64) {
        for my $type (1, 2, 3, 5) {
            socket(my $socket, $family, $type, 0) and out("socket of family $family, type $type");
        }
    }
};

$attempt{changes_the_network} = sub {
    socket(my $socket, AF_INET, SOCK_DGRAM, 0);
    for ([flags => 0x8913, 0x8914], ['queue length' => 0x8942, 0x8943], [mtu => 0x8921, 0x8922]) {
        my ($name, $get, $set) = @$_;
        my $request = pack('a16x24', 'lo');
        ioctl($socket, $get, $request) or next;
        ioctl($socket, $set, $request) and out("may set $name of lo");
    }
};

$attempt{takes_low_ports} = sub {
    for my $port (22, 53, 80, 443, 1023) {
        socket(my $socket, AF_INET, SOCK_STREAM, 0);
        bind($socket, pack_sockaddr_in($port, INADDR_LOOPBACK)) and out("has port $port");
    }
};

$attempt{takes_a_neighbours_port} = sub {
    for my $address (INADDR_LOOPBACK, INADDR_ANY) {
        socket(my $socket, AF_INET, SOCK_STREAM, 0);
        setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
        setsockopt($socket, SOL_SOCKET, 15, 1);    # SO_REUSEPORT: shared with the same user only
        bind($socket, pack_sockaddr_in($ENV{NEIGHBOUR_PORT}, $address)) or next;
        listen($socket, 5) and out("listens on the neighbour's port");
    }
};

$attempt{talks_to_unix_sockets} = sub {
    my @paths = (glob('/run/ekiden/*/attach'), glob("$ENV{DATA}/instances/*/bundle/attach"), qw(/run/docker.sock
        /run/containerd/containerd.sock /run/dbus/system_bus_socket /run/systemd/private
        /run/haproxy/admin.sock));
    open(my $list, '<', '/proc/net/unix');
    for (<$list>) { push @paths, $1 if m{ (/\S+)$} }
    for (@paths) {
        socket(my $socket, AF_UNIX, SOCK_STREAM, 0);
        connect($socket, pack_sockaddr_un($_)) and out("talks to $_");
        socket(my $packets, AF_UNIX, SOCK_SEQPACKET, 0);
        connect($packets, pack_sockaddr_un($_)) and out("talks to $_");
    }
};

$attempt{reads_neighbours_shared_memory} = sub {
    my $id = shmget($ENV{SHARED_KEY}, 0, 0);
    if (defined $id) {
        out('has the shared memory');
        my $text; shmread($id, $text, 0, 40) and print "got $text\n";
    }
    defined msgget($ENV{SHARED_KEY}, 0) and out('has the message queue');
    grab("/dev/shm/$_"), grab("/tmp/$_") for 'neighbour';
    opendir(my $queues, '/dev/mqueue');
    /^\./ or out("sees the queue $_") for readdir $queues;
};

# --- too much of everything: these say "holding" and stay ---

sub hold { print "holding\n"; sleep 1000 }

# From outside it is seen how many they become: among so many, nobody in here gets to count.
$attempt{bombs_with_forks} = sub {
    print "holding\n";
    while (1) { fork }
};

$attempt{bombs_with_files} = sub {
    pipe(my $done, my $tell);
    for (1 .. 10) {
        next if fork;
        my $files = 0;
        while (POSIX::open('/dev/null', O_RDONLY)) { $files++ }
        syswrite($tell, "$files\n");
        sleep 1000;
    }
    close $tell;
    for (1 .. 10) {
        my $files = <$done>;
        print "files: $files";
        out("has $files files") if $files > 65536;
    }
    hold();
};

$attempt{fills_memory_by_files} = sub {
    my $block = 'x' x 65536;
    for my $dir ('/dev/shm', '/tmp', '/var/tmp') {
        open(my $file, '>', "$dir/fill") or next;
        my $written = 0;
        while ((my $more = syswrite($file, $block)) > 0) { $written += $more; last if $written > 1 << 28 }
        print "$dir: $written\n";
        out("wrote $written bytes to $dir") if $written > 1 << 28;
    }
};

$attempt{fills_its_disk} = sub {
    my $block = 'x' x 65536;
    my $written = 0;
    open(my $file, '>', 'fill');
    while ((my $more = syswrite($file, $block)) > 0) { $written += $more; last if $written > 1 << 26 }
    unlink 'fill';
    print "disk: $written\n";
    out("wrote $written bytes") if $written > 1 << 24;
};

$attempt{fills_its_inodes} = sub {
    my $files = 0;
    mkdir 'many';
    while (sysopen(my $file, "many/$files", O_WRONLY | O_CREAT)) { last if ++$files > 20000 }
    unlink "many/$_" for 0 .. 100;
    print "files: $files\n";
    out("made $files files") if $files > 20000;
};

$attempt{fills_the_log} = sub {
    my $lines = ('x' x 99 . "\n") x 600;
    syswrite(STDOUT, $lines) for 1 .. 750;
};

$attempt{$ARGV[0]}->();
print "tried\n";
