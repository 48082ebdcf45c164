# kill -9 during an attack. The same script goes on from its journal and saves the report that a run let alone saves; what was
# answered before a kill is not asked again, but for the one batch that was under way. COUNT=200 kills more often.
. tests/program/expect.bash
count=${COUNT:-$(sanitized && echo 3 || echo 15)}

cat >"$scratch/attack.lua" <<'LUA'
local ng = require "nilgrad"
local method, out, journal, log = table.unpack(arg)
local asked = io.open(log, "a")
asked:setvbuf "no"
local function model(images)
  asked:write(#images .. "\n") -- one write: a kill does not come between
  local logits = ng.tensor.zeros { #images, 2 }
  for i = 1, #images do
    local image = images[i]:reshape { 6, 6 }
    logits[i][2] = image:window({ 1, 1 }, { 6, 3 }):sum() - image:window({ 1, 4 }, { 6, 6 }):sum()
  end
  return logits
end
local data = {}
for n = 1, 12 do
  local image = ng.tensor.full({ 1, 6, 6 }, 0.5, "float32")
  image[1]:fill_window({ 1, 1 }, { 6, 3 }, 0.5 + n / 100)
  data[n] = { image = image, label = 1 }
end
local methods = {
  square = ng.attack.square(),
  gradient = ng.attack.gradient { estimator = ng.estimator.two_point { queries = 4 } },
  scores = ng.attack.method { name = "scores", reads_scores = true, attack = function(victim)
    local radius = victim.eps
    while true do
      victim:query(victim.image + (victim.random:uniform(36):reshape { 1, 6, 6 } * (2 * radius) - radius))
      radius = victim.eps * (0.5 + 0.5 / (1 + victim:logits()[1][2] ^ 2))
    end
  end }(),
}
local report = ng.attack.run { model = model, data = data, method = methods[method], eps = { 0.02, 0.05 }, budget = 400, seed = 4,
  journal = journal ~= "" and journal or nil, progress = false }
report:save(out)
LUA

wrong() { echo "$method, after $kills kills: $*" >&2; exit 1; }
asked_in() { awk '{ n += $1 } END { print n + 0 }' "$1"; }

kills=0
for method in square gradient scores; do
  began=$(date +%s%N)
  "$NILGRAD" "$scratch/attack.lua" $method "$scratch/alone.jsonl" '' "$scratch/alone.log" || wrong 'the run let alone failed'
  whole_ms=$((($(date +%s%N) - began) / 1000000))
  alone=$(asked_in "$scratch/alone.log")
  rm "$scratch/alone.log"
  for ((before = kills; kills < before + (count + 2) / 3;)); do
    rm -f "$scratch/a.journal" "$scratch/a.log" "$scratch/a.jsonl"
    sessions=0
    while :; do
      "$NILGRAD" "$scratch/attack.lua" $method "$scratch/a.jsonl" "$scratch/a.journal" "$scratch/a.log" 2>"$scratch/stderr" &
      pid=$!
      sleep "$(awk "BEGIN { print $RANDOM / 32768 * $whole_ms / 1000 }")"
      ((++sessions))
      if kill -KILL $pid 2>/dev/null; then
        wait $pid 2>/dev/null && break # it was done already
        [[ ! -s $scratch/stderr ]] || wrong "$(cat "$scratch/stderr")"
        ((++kills))
      else
        wait $pid || wrong "it failed: $(cat "$scratch/stderr")"
        break
      fi
    done
    cmp -s "$scratch/alone.jsonl" "$scratch/a.jsonl" || wrong "the report is another: $(diff "$scratch/alone.jsonl" "$scratch/a.jsonl")"
    # A session asks about the 12 images twice before it attacks and about its successes, 24 at most, twice in the end; its last
    # batch, of 72 at most, may be asked again.
    asked=$(asked_in "$scratch/a.log")
    ((asked >= alone)) || wrong "$asked images asked about, $alone by the run let alone"
    ((asked <= alone + (sessions - 1) * (24 + 72 + 48))) || wrong "$asked images asked about in $sessions sessions, $alone by the run let alone"
  done
done
((kills > 0)) || { echo 'nothing was ever killed' >&2; exit 1; }
echo "$kills kills"
