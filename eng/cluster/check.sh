#!/usr/bin/env bash
# Shows that a run in shards on a cluster gives the bytes of a run on one machine, also when a machine dies in the middle: starts a Slurm of two nodes on
# this machine's loopback, submits a run with `seco submit`, kills a node's slurmd and the tasks on it while shards are at work, brings it back, and compares
# all files. Before that it shows the same of training by several processes (eng/cluster/mpi). The last line has the figures; exit code 0: equal, or
# skipped, as there is no Slurm and it cannot be installed here.
#   eng/cluster/check.sh                   a small drawn set, whose source model predicts; under two minutes on two idle cores
#   eng/cluster/check.sh --camvid DIR      the training images of CamVid with the answers that lie beside them, in DIR
#   SHARDS=6 SECO=path/to/SeCo.Cli         other numbers of shards, another program
set -euo pipefail
export LC_ALL=C DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 OMP_WAIT_POLICY=PASSIVE
root=$(cd "$(dirname "$0")/../.." && pwd)
source "$root/eng/cluster/slurm"
shards=${SHARDS:-6} began=$(date +%s)
if ! slurm_install; then
  echo "skipped: there is no Slurm here, and it is installed with apt by root alone"
  exit 0
fi
if [ -z "${SECO:-}" ]; then
  dotnet build "$root/src/SeCo.Cli" -c Release -v q -nologo
  SECO=$root/src/SeCo.Cli/bin/Release/net10.0/SeCo.Cli
fi

SECO=$SECO "$root/eng/cluster/mpi"

# A name that no script may take to pieces; slurmd and munged must get through the folder.
work=$(mktemp -d)
chmod 711 "$work"
trap 'slurm_stop; rm -rf "$work"' EXIT
cluster="$work/a run's \$(folder) % \"1\""

settings=(--set threads=1 --set adaptation=null --set report.enabled=false)
if [ "${1:-}" = --camvid ]; then
  config=$root/configs/camvid-blackbox.yaml
  settings+=(--set "dataset.root=$2" --set validation=null)
else
  "$SECO" demo data --out "$work/data" --images "${IMAGES:-12}" --quiet
  "$SECO" run "$work/data/source-model.yaml" --out "$work/data/source-model" --quiet --set threads=1 --set adaptation.steps_per_epoch=3 \
    --set report.enabled=false
  config=$work/data/source-free.yaml
  settings+=(--set correction.noise.rule=class_doubt --set correction.noise.pixel_weight=0.5)
fi

one=$(date +%s)
"$SECO" run "$config" --out "$work/one" --quiet "${settings[@]}"
one=$(($(date +%s) - one))
slurm_start "$work/slurm"

say() { "$SECO" status "$cluster" 2>&1 || true; }
fail() {
  echo "$1" >&2
  say >&2
  squeue -l >&2
  tail -n 20 "$cluster"/.cache/jobs/logs/*.log >&2
  exit 1
}

# The processes of all tasks on a node.
tasks_on() { for job in $(squeue -h -t R -w "$1" -o %A); do scontrol listpids "$job" "$1" 2>/dev/null | awk 'NR > 1 { print $1 }'; done; }

many=$(date +%s)
(cd "$root" && "$SECO" submit "$config" --out "$cluster" --shards "$shards" --program "$SECO" "${settings[@]}")
killed=0
for ((i = 0; i < 3000; i++)); do
  # In the middle: shards of the part regions have begun, and a task is at work on the first node. With the node all dies at once: slurmd, the steps that
  # would tell of their tasks' end, the tasks.
  if [ "$killed" -eq 0 ] && ls "$cluster"/.cache/shards/correction/regions.* >/dev/null 2>&1 && pids=$(tasks_on n1) && [ -n "$pids" ] \
    && kill -STOP $pids 2>/dev/null; then
    steps=$(ps -o ppid= -p "$(echo $pids | tr ' ' ,)" | sort -u)
    slurm_end "$slurm_home/run/slurmd-n1.pid" KILL
    for pid in $steps; do [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != slurmstepd ] || kill -KILL "$pid"; done
    kill -KILL $pids 2>/dev/null || true
    killed=$(echo $pids | wc -w)
    scontrol update NodeName=n1 State=DOWN Reason=killed # what its silence would tell a little later: its tasks are queued again
    sleep 2
    slurm_node 1
    scontrol update NodeName=n1 State=RESUME 2>/dev/null || true
  fi
  [ -n "$(squeue -h)" ] || break
  sleep 0.2
done
[ -z "$(squeue -h)" ] || fail "The jobs do not end."
requeued=$(scontrol -o show job | grep -c 'Restarts=[1-9]' || true)
[ "$requeued" -gt 0 ] || fail "No shard was at work on the node that was to die, or it was not queued again."
many=$(($(date +%s) - many))

# What holds no times: docs/reliability.md says which files.
files() { (cd "$1" && find . -type f ! -path './.cache/*' ! -name run.log ! -name report.html | sort | tr '\n' '\0' | xargs -0 sha256sum); }
files "$work/one" > "$work/expected"
files "$cluster" > "$work/found" || fail "There is no run."
diff "$work/expected" "$work/found" >&2 || fail "The runs differ."
say
(cd "$root" && "$SECO" submit "$config" --out "$cluster" --shards "$shards" --program "$SECO" "${settings[@]}" |
  grep -q "nothing is left") || fail "Asked again."
tasks=$(find "$cluster/.cache/shards" -name '*.json' | wc -l)
echo "equal: $(wc -l < "$work/expected") files; $shards shards on 2 nodes, $tasks tasks in $many s (one process: $one s), 1 node killed with $killed" \
  "processes and back, $requeued tasks queued again; $(($(date +%s) - began)) s in all"
