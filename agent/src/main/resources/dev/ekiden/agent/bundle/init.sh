# Process 1 of an instance. The kernel keeps default signal actions from process 1, so the command
# must not be it: here SIGTERM, abort() and crashes do what they do on any machine.
# On SIGTERM all processes get it once; then all have time to end, not only the first.
stopping=
trap 'stopping=1; kill -TERM -1 2>/dev/null' TERM
# A shell starts background commands with SIGINT and SIGQUIT ignored; env undoes that.
env --default-signal=INT,QUIT -- "$@" &
child=$!
while wait $child; code=$?; kill -0 $child 2>/dev/null; do :; done
# A wait that the signal cut short says 143, even if the child ended at that moment: then the next
# one tells how. Asked again after a whole answer, it says 127.
wait $child 2>/dev/null; again=$?
[ $again = 127 ] || code=$again
while [ -n "$stopping" ] && kill -0 -1 2>/dev/null; do sleep 0.1; done
exit $code
