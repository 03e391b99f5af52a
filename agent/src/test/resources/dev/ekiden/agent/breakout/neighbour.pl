# Somebody on the same machine who has secrets and serves: what must not be harmed.
use strict;
use warnings;
use Socket;

open(my $file, '>', 'secret') or die $!;
print $file $ENV{SECRET};
close $file;
for my $path ('/dev/shm/neighbour', '/tmp/neighbour') {
    open(my $shared, '>', $path) or die $!;
    print $shared $ENV{SECRET};
    close $shared;
}
my $id = shmget($ENV{SHARED_KEY}, 100, 01666) // die "shmget: $!";
shmwrite($id, $ENV{SECRET}, 0, 100) or die $!;
msgget($ENV{SHARED_KEY}, 01666) // die "msgget: $!";

socket(my $server, AF_INET, SOCK_STREAM, 0) or die $!;
setsockopt($server, SOL_SOCKET, SO_REUSEADDR, 1);
setsockopt($server, SOL_SOCKET, 15, 1);    # SO_REUSEPORT: whoever has the same user could join in
bind($server, pack_sockaddr_in($ENV{NEIGHBOUR_PORT}, INADDR_LOOPBACK)) or die $!;
listen($server, 50) or die $!;
open(my $ready, '>', 'serving') or die $!;
while (1) {
    my $from = accept(my $client, $server) or next;
    # A file, a process and memory for each visitor: what bombs would take away.
    open(my $secret, '<', 'secret') or die $!;
    my $text = <$secret>;
    my $child = fork // die $!;
    if (!$child) { syswrite($client, "here: $text\n"); exit 0 }
    close $client;
    waitpid($child, 0);
}
