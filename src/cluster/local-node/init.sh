#!/bin/sh
# The first process of a local node, in network, mount, process and host name namespaces of its own. It makes a machine of
# them, then keeps containerd running. The kernel ends everything in the node when this process ends.
set -eu

# /proc is still the host's, so this is the number the host knows this process by.
read -r pid rest </proc/self/stat
echo "$pid" >&3
exec 3>&-
# Goes on once the cable is plugged in; ends here when the starter ended before it had noted this process down.
read -r go
exec </dev/null

resolver=/etc/resolv.conf
# A stub on the host's loopback cannot be reached from here: take the servers it asks.
if [ -e /run/systemd/resolve/resolv.conf ]; then resolver=/run/systemd/resolve/resolv.conf; fi
servers=$(cat "$resolver" 2>/dev/null || true)

# Later mounts may hide the folder's path, but not the folder this process is in.
cd "$NODE_FOLDER"
# What the host unmounts goes here as well; what is mounted here stays here.
mount --make-rslave /
mount -t proc -o nosuid,nodev,noexec proc /proc
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs /run
mkdir -p /run/lock /run/netns /run/node/folder /run/node/cgroup

# A view of /sys with this node's network interfaces rather than the host's, and with the control groups. Version 2 beside
# version 1 is left out: crun refuses to work while any controller is left to it.
mount --rbind /sys/fs/cgroup /run/node/cgroup
umount -R -l /sys
mount -t sysfs -o nosuid,nodev,noexec sysfs /sys
if [ -e /run/node/cgroup/cgroup.controllers ]; then
  mount --rbind /run/node/cgroup /sys/fs/cgroup
else
  mount -t tmpfs -o mode=755,nosuid,nodev,noexec tmpfs /sys/fs/cgroup
  for hierarchy in /run/node/cgroup/*; do
    name=${hierarchy##*/}
    if [ -L "$hierarchy" ]; then
      cp -P "$hierarchy" "/sys/fs/cgroup/$name"
    elif [ -e "$hierarchy/tasks" ]; then
      mkdir "/sys/fs/cgroup/$name"
      mount --bind "$hierarchy" "/sys/fs/cgroup/$name"
    fi
  done
fi
umount -R -l /run/node/cgroup
mount -t securityfs securityfs /sys/kernel/security 2>/dev/null || true
mount -t bpf bpf /sys/fs/bpf 2>/dev/null || true

# The host's configuration and state can be read; what is written over it is this node's, until its next start.
mount --no-canonicalize --bind . /run/node/folder
cd /
for folder in /etc /opt /var/lib /var/log; do
  layer=/run/node/layers$folder
  mkdir -p "$layer/upper" "$layer/work"
  mount -t overlay -o "lowerdir=$folder,upperdir=$layer/upper,workdir=$layer/work" overlay "$folder"
done
mkdir -p "$NODE_FOLDER"
mount --bind /run/node/folder "$NODE_FOLDER"
umount /run/node/folder
# What a machine keeps over a start is in the node's folder.
for folder in /etc/cni/net.d /var/lib/cni /var/lib/kubelet /var/log/containers /var/log/pods; do
  mkdir -p "$folder" "$NODE_FOLDER/files$folder"
  mount --bind "$NODE_FOLDER/files$folder" "$folder"
done
# Debian's plugins, beside which network add-ons put theirs.
mkdir -p /opt/cni/bin
for plugin in "$NETWORK_PLUGINS"/*; do
  if ! [ -e "/opt/cni/bin/${plugin##*/}" ]; then ln -s "$plugin" /opt/cni/bin/; fi
done

echo "$NODE_NAME" >/proc/sys/kernel/hostname
echo "$NODE_NAME" >/etc/hostname
printf '127.0.0.1 localhost\n::1 localhost\n%s %s\n' "$NODE_ADDRESS" "$NODE_NAME" >/etc/hosts
echo "$MACHINE_ID" >/etc/machine-id
rm -f /etc/resolv.conf
printf '%s\n' "$servers" >/etc/resolv.conf

ip -batch - <<LINES
link set lo up
address add $NODE_ADDRESS/$NODE_PREFIX dev eth0
link set eth0 up
route add default via $GATEWAY
LINES

set_if_known() {
  if [ -e "/proc/sys/net/$1" ]; then echo "$2" >"/proc/sys/net/$1"; fi
}
set_if_known ipv4/ip_forward 1
set_if_known ipv6/conf/all/forwarding 1
# Service and pod traffic may come in by another interface than answers leave by.
for interface in all default eth0; do set_if_known "ipv4/conf/$interface/rp_filter" 0; done
# Otherwise traffic between pods of one node would bypass services and network policies.
set_if_known bridge/bridge-nf-call-iptables 1
set_if_known bridge/bridge-nf-call-ip6tables 1

# So that mounts can travel between the node and the containers that ask for it.
mount --make-rshared /

while :; do
  containerd --config "$NODE_FOLDER/containerd.toml" || true
  # Without a socket it never came to work, and trying again would not help.
  [ -e "$NODE_FOLDER/containerd.sock" ] || exit 1
  sleep 1
done
