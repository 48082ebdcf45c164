# nilgrad study: what it shows of a storage, what it writes, what it refuses; looking changes nothing.
. tests/program/expect.bash

cat >"$scratch/tune.lua" <<'LUA'
local ng = require "nilgrad"
local study = ng.study { name = arg[2], storage = arg[1], sampler = ng.sampler.random(), pruner = ng.pruner.median(), seed = 1 }
study:optimize(function(trial)
  local C = trial:float("C", 1e-3, 1e3, { log = true })
  local kernel = trial:choice("kernel", { "linear", "rbf" })
  local gamma = kernel == "rbf" and trial:float("gamma", 1e-5, 1, { log = true }) or nil
  if C > 300 then error("<img src=x> & did not converge, C = " .. C, 0) end
  local loss = (math.log(C) - 1) ^ 2 + (gamma and (math.log(gamma) + 5) ^ 2 or 15)
  for step = 1, 4 do
    trial:report(step, loss + 1 / step)
    if trial:should_prune() then trial:prune() end
  end
  return loss
end, { trials = 40, progress = false })
LUA
db=$scratch/svm.db
nilgrad_study() { run "$NILGRAD" study "$@"; }
"$NILGRAD" "$scratch/tune.lua" "$db" '<b>svm</b>' 2>/dev/null

# --- what is there
nilgrad_study list "$db"
expect_code 0
expect_stdout_has '<b>svm</b>      40 '
expect_stdout_has 'minimize'
nilgrad_study show "$db"
expect_code 0
expect_stdout_has 'sampler    ng.sampler.random()'
expect_stdout_has 'trials     40: '
expect_stdout_has 'gamma      float 1e-05 … 1, log'
expect_stdout_has "kernel     choice 'linear', 'rbf'"
expect_stdout_has ' × <img src=x> & did not converge, C = '
nilgrad_study show "$db" # looking has not changed who proposes trials
expect_stdout_has 'sampler    ng.sampler.random()'

# --- the best configuration, in three languages
nilgrad_study best "$db"
expect_code 0
expect_stdout_has '  kernel = '
"$NILGRAD" study best "$db" --json >"$scratch/best.json"
"$NILGRAD" study best "$db" --lua >"$scratch/best.lua"
run "$NILGRAD" -e "local best, json = dofile '$scratch/best.lua', ng.json.decode(io.open('$scratch/best.json'):read 'a')
  for name, value in pairs(json.params) do assert(best[name] == value) end print(json.number >= 0, math.type(best.C))"
expect_stdout 'true	float'
nilgrad_study best "$db" --json --lua
expect_code 2

# --- trials
nilgrad_study trials "$db" --state complete --sort value --limit 2
expect_code 0
[[ $(wc -l <<<"$stdout") = 4 ]] || mismatch 'lines of the table' 4 "$stdout"
best=$(sed -n 2p <<<"$stdout" | awk '{ print $1 }')
expect_stdout_has ' more'
run grep -F "\"number\": $best," "$scratch/best.json"
expect_code 0
nilgrad_study trials "$db" --sort nothing
expect_code 1
expect_stderr "nilgrad: trials cannot be sorted by 'nothing': number, value, seconds, cost, started, finished or a parameter's name"

# --- export and import
nilgrad_study export "$db" --out "$scratch/all.jsonl"
expect_code 0
[[ $(wc -l <"$scratch/all.jsonl") = 41 ]] || mismatch 'lines of the export' 41 "$(wc -l <"$scratch/all.jsonl")"
nilgrad_study export "$db" --format csv
expect_stdout_has 'number,state,value,C,kernel,'
"$NILGRAD" study export "$db" --format json >"$scratch/all.json"
run "$NILGRAD" -e "print(#ng.json.decode(io.open('$scratch/all.json'):read 'a').trials)"
expect_stdout 40
nilgrad_study import "$scratch/copy.db" "$scratch/all.jsonl" --as copy
expect_code 0
expect_stdout "$scratch/all.jsonl: 40 finished trials into the study 'copy'"
diff <("$NILGRAD" study best "$db") <("$NILGRAD" study best "$scratch/copy.db") || mismatch 'best of the copy' same other
nilgrad_study import "$scratch/copy.db" "$db"
expect_code 1

# --- pictures and the report
nilgrad_study plot "$db" --out "$scratch/picture.jpg"
expect_code 1
expect_stderr "nilgrad: the picture's name must end in .png, .svg or .pdf, got '$scratch/picture.jpg'"
nilgrad_study plot "$db" --kind pie
expect_code 2
if command -v gnuplot >/dev/null; then
  nilgrad_study plot "$db" --out "$scratch/picture.png" --kind slice --params C,gamma
  expect_code 0
  [[ $(head -c 4 "$scratch/picture.png" | tail -c 3) = PNG ]] || mismatch 'a picture' PNG "$(file "$scratch/picture.png")"
  nilgrad_study report "$db" --out "$scratch/report.html"
  expect_code 0
  run python3 - "$scratch/report.html" <<'PYTHON'
import sys
from html.parser import HTMLParser

class Reader(HTMLParser):
    """Tags that are closed in order, nothing fetched from elsewhere, ids that are unique and there."""
    def __init__(self):
        super().__init__()
        self.open, self.ids, self.wanted, self.counts, self.text = [], [], set(), {}, ""
    def handle_starttag(self, tag, attributes):
        self.counts[tag] = self.counts.get(tag, 0) + 1
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            if name in ("src", "href", "xlink:href"):
                assert value.startswith("#"), (tag, value)
                self.wanted.add(value[1:])
        if tag != "meta":
            self.open.append(tag)
    def handle_endtag(self, tag):
        assert self.open.pop() == tag, (tag, self.getpos())
    def handle_data(self, data):
        self.text += data

reader = Reader()
reader.feed(open(sys.argv[1], encoding="utf-8").read())
reader.close()
assert not reader.open and len(reader.ids) == len(set(reader.ids)) and reader.wanted <= set(reader.ids)
assert not {"script", "img", "b svm", "iframe", "link"} & set(reader.counts), reader.counts
for part in ("<b>svm</b>", "<img src=x> & did not converge", "Top 10", "Timeline of workers", "All trials"):
    assert part in reader.text, part
print(reader.counts["svg"], reader.counts["section"])
PYTHON
  expect_code 0
  expect_stdout '6 11'
  nilgrad_study report "$db" --out "$scratch/none/report.html"
  expect_code 1
  expect_stderr "nilgrad: cannot write $scratch/none/report.html: No such file or directory"
fi

# --- watching, into a pipe
nilgrad_study watch "$db" --once
expect_code 0
expect_stdout_has 'trials   40: '
expect_stdout_has 'no trial is running'
nilgrad_study watch "$db" --trials 40 # all are there: it ends by itself
expect_code 0

# --- several studies, and none
"$NILGRAD" "$scratch/tune.lua" "$db" "it's; DROP TABLE trial; --" 2>/dev/null
nilgrad_study show "$db"
expect_code 1
expect_stderr "nilgrad: $db has 2 studies, name one: <b>svm</b>, it's; DROP TABLE trial; --"
nilgrad_study best "$db" "it's; DROP TABLE trial; --"
expect_code 0
nilgrad_study delete "$db" "it's; DROP TABLE trial; --" <<<no
expect_code 1
expect_stderr_has 'nothing was deleted: answer yes, or say --yes'
nilgrad_study delete "$db" "it's; DROP TABLE trial; --" <<<yes
expect_code 0
nilgrad_study delete "$db" '<b>svm</b>' --yes
expect_code 0
nilgrad_study list "$db"
expect_stdout "$db has no studies"
nilgrad_study show "$db"
expect_code 1
expect_stderr "nilgrad: $db has no studies"

# --- storages that are none, and words that are none
nilgrad_study list "$scratch/missing.db"
expect_code 1
expect_stderr "nilgrad: $scratch/missing.db: there is no such file"
[[ ! -e $scratch/missing.db ]] || mismatch 'looking' 'no file' 'it made one'
echo 'no database' >"$scratch/text.db"
nilgrad_study show "$scratch/text.db"
expect_code 1
expect_stderr_has "nilgrad: $scratch/text.db is not a database of SQLite"
head -c 3000 "$scratch/copy.db" >"$scratch/cut.db"
nilgrad_study show "$scratch/cut.db"
expect_code 1
expect_stderr_has "nilgrad: $scratch/cut.db is damaged"
cp "$scratch/copy.db" "$scratch/newer.db"
python3 -c "import sqlite3; sqlite3.connect('$scratch/newer.db').execute('PRAGMA user_version = 99')"
nilgrad_study show "$scratch/newer.db"
expect_code 1
expect_stderr_has 'was written by a newer nilgrad'
nilgrad_study
expect_code 2
nilgrad_study shw "$db"
expect_code 2
nilgrad_study show
expect_code 2
nilgrad_study --help
expect_code 0
expect_stdout_has 'follows a running study'

# --- PostgreSQL: the same, and nowhere the password
. tests/program/postgresql.bash
postgresql_start || exit 0
secret=${postgresql_url/nilgrad@/nilgrad:hunter2@}
nilgrad_study list "$secret"
expect_code 0
expect_stdout_has ' has no studies'
[[ $stdout != *hunter2* ]] || mismatch 'a message' 'no password' "$stdout"
"$NILGRAD" "$scratch/tune.lua" "$secret" svm 2>/dev/null
for command in 'show' 'list' 'watch --once' 'best' 'trials'; do
  read -r word option <<<"$command"
  nilgrad_study "$word" "$secret" $option
  expect_code 0
  [[ $stdout$stderr != *hunter2* ]] || mismatch "$command" 'no password' "$stdout$stderr"
done
nilgrad_study show "$secret" other
expect_code 1
expect_stderr_has " has no study 'other'"
[[ $stderr != *hunter2* ]] || mismatch 'a message' 'no password' "$stderr"
