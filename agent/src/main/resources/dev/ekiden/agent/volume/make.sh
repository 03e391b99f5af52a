# make.sh IMAGE DIRECTORY BYTES RESERVE: a file system of that size in a file, mounted.
# RESERVE yes: its blocks are taken from the disk at once, so that nobody else's fill can take them.
# RESERVE no: the file has its size already; what is deleted inside is given back.
set -e
options=loop,nosuid,nodev,noatime
if [ "$4" = yes ]; then
  fallocate -l "$3" "$1"
else
  options=$options,discard
fi
# No journal: an instance does not survive what a journal is for. An inode for each 8 KiB.
mkfs.ext4 -q -F -b 4096 -i 8192 -I 256 -m 0 -O ^has_journal,^resize_inode \
  -E lazy_itable_init=1,nodiscard "$1"
exec mount -t ext4 -o "$options" "$1" "$2"
