# Web services as classifiers, against classifier_service.py: requests, answers, everything that goes wrong, TLS, secrets, Ctrl-C.
. tests/program/expect.bash
export no_proxy='*'

servers=()
trap '(( ${#servers[@]} == 0 )) || kill "${servers[@]}" 2>/dev/null; rm -rf "$scratch"' EXIT
serve() { # FOLDER [CERTIFICATE KEY]: sets port
  mkdir "$1"
  python3 -B tests/program/classifier_service.py "$@" &
  servers+=($!)
  until [[ -e $1/port ]]; do
    kill -0 $! 2>/dev/null || mismatch server running ended
    sleep 0.02
  done
  port=$(<"$1/port")
}
serve "$scratch/plain"
export SERVICE=http://127.0.0.1:$port FOLDER=$scratch/plain

# Requests and answers of every form.
cat >"$scratch/right.lua" <<'LUA'
local ng = require "nilgrad"
local function ask(path, options, images)
  local made = { url = os.getenv "SERVICE" .. path, input_shape = { 2 }, classes = 3, scores = "logits" }
  for key, value in pairs(options) do made[key] = value end
  local model = ng.model.http(made)
  return model:predict(images or { { 1, 0 }, { 0, 1 }, { 0, 0 } }), model
end
local right = ng.tensor { { 1, 0, 0.5 }, { 0, 2, 0.5 }, { 0, 0, 0.5 } }
local function check(scores) assert(scores:sub(right):abs():max() == 0, tostring(scores)) end
check(ask("/json", { batch = 2, response = "predictions[].scores", fields = { model = "v2", top = 3 } }))
check(ask("/bare", { batch = 8, field = "" }))
check(ask("/one", {}))
check(ask("/one", { connections = 1 }))
local named = { labels = { "cat", "dog", "eel" }, response = "result" }
check(ask("/named", named))
check(ask("/listed", named))
for _, path in ipairs { "/named", "/listed" } do
  local more = ask(path, { labels = { "ant", "cat", "dog", "eel" }, classes = 4, response = "result", missing = -3 })
  assert(more[1][1] == -3 and more[2][3] == 2 and more:max() == 2 and more:min() == -3)
end
local one_hot = ask("/number", { response = "class", scores = "labels" })
local one_hot_of_names, model = ask("/label", { labels = { "cat", "dog", "eel" }, response = "class", scores = "labels" })
assert(one_hot:sub(one_hot_of_names):abs():max() == 0)
print(one_hot, model.scores, model.labels[2], model.queries, model.retries, model.last_error)
_, model = ask("/json?key=hidden", { batch = 2, response = "predictions[].scores" })
print((tostring(model):gsub("%d%d%d%d+", "PORT")), (model.name:gsub("%d%d%d%d+", "PORT")))
local images = ng.random(1):uniform({ 100, 2 }, "float32")
local many = ask("/one", { connections = 8 }, images)
local linear = ng.model.load "tests/data/onnx/linear.onnx"
print(many:sub(linear:predict(images)):abs():max())   -- in order, whoever answers first, and to the bit
LUA
run "$NILGRAD" "$scratch/right.lua"
expect_stderr ''
expect_code 0
expect_stdout 'tensor [3, 3] float32
{ { 1, 0, 0 },
  { 0, 1, 0 },
  { 0, 0, 1 } }	labels	dog	3	0	nil
http classifier http://127.0.0.1:PORT/json: [2] to 3 classes	http://127.0.0.1:PORT/json
0.0'

# Numbers are nested as the layout says, after range, mean and std; a PNG holds the pixels as bytes.
cat >"$scratch/formats.lua" <<'LUA'
local ng = require "nilgrad"
local url, folder = os.getenv "SERVICE", os.getenv "FOLDER"
local function body(options)
  local made = { url = url .. "/nested", input_shape = { 3, 1, 2 }, classes = 3, scores = "logits", response = "scores" }
  for key, value in pairs(options) do made[key] = value end
  ng.model.http(made):predict { 0, 0.2, 0.4, 0.6, 0.8, 1 }
  print((io.open(folder .. "/body"):read "a"))
end
body {}
body { layout = "nhwc", range = { 0, 255 } }
body { layout = "flat", mean = { 0, 0.25, 0.5 }, std = 0.5, field = "image" }
body { field = "", layout = "nhwc" }
body { fields = { top = 3, exact = true, note = 'say "hi"' }, range = { -1, 1 } }
local image = ng.random(2):uniform({ 3, 5, 7 }, "float32")
local model = ng.model.http { url = url .. "/png", input_shape = { 3, 5, 7 }, classes = 3, scores = "logits", format = "png",
  field = "file", fields = { model = "v2" }, response = "logits" }
local scores = model:predict { image:table(), image:table() }
local shape, pixels = table.unpack(ng.json.decode(io.open(folder .. "/pixels"):read "a"))
local bytes = (image * 255):round_()
local worst = 0
for c = 1, 3 do for y = 1, 5 do for x = 1, 7 do
  worst = math.max(worst, math.abs(pixels[((y - 1) * 7 + x - 1) * 3 + c] - bytes[c][y][x]))
end end end
print(table.concat(shape, " "), worst, model.queries, math.abs(scores[2][1] - bytes[1][1][1] / 255) < 1e-6)
LUA
run "$NILGRAD" "$scratch/formats.lua"
expect_stderr ''
expect_code 0
expect_stdout '{"instances":[[[0.0,0.2]],[[0.4,0.6]],[[0.8,1.0]]]}
{"instances":[[[0.0,102.0,204.0],[51.0,153.0,255.0]]]}
{"image":[0.0,0.4,0.3,0.70000005,0.6,1.0]}
[[[0.0,0.4,0.8],[0.2,0.6,1.0]]]
{"instances":[[[-1.0,-0.6]],[[-0.19999999,0.20000005]],[[0.6,1.0]]],"exact":true,"note":"say \"hi\"","top":3}
3 5 7	0	2	true'

# What goes wrong is an error that names address, status and tries; nothing is counted, nothing hangs.
cat >"$scratch/faults.lua" <<'LUA'
local ng = require "nilgrad"
local function refused(path, options)
  local made = { url = (os.getenv "SERVICE") .. path, input_shape = { 2 }, classes = 3, retries = 1, back_off = 0.01, connections = 1 }
  for key, value in pairs(options or {}) do made[key] = value end
  local model
  local _, message = pcall(function()
    model = ng.model.http(made)
    return model:predict { { 0, 0.5 }, { 0.5, 0 } }
  end)
  message = tostring(message):gsub("^.-:%d+: ", "", 1):gsub("^http://127.0.0.1:%d+", ""):gsub("more than %d+ bytes", "more than N bytes"):gsub("after %d+ ms", "after N ms")
  print((message:gsub(" %(tried", "\n  (tried")))
  assert(not model or model.queries == 0)
end
refused "/broken"
refused "/refused"
refused "/patience"
refused "/garbage"
refused "/few"
refused "/nan"
refused "/null"
refused "/wild"
refused "/moved"
refused "/endless"
refused("/never", { timeout = 0.3 })
refused("/slow", { timeout = 0.3 })
refused("/drop", { retries = 0 })
refused("/hang_up", { retries = 0 })
refused("/json", { batch = 8, response = "predictions[].score" })
refused("/json", { batch = 8, response = "outputs" })
refused("/one", { batch = 8 })
refused("/named", { response = "result" })
refused("/named", { response = "result", classes = 2, labels = { "cat", "dog" } })
refused("/named", { response = "result", classes = 4, labels = { "cat", "dog", "eel", "fox" }, scores = "logits" })
refused("/one", { missing = 1e-6 })
refused("nowhere", { url = "http://127.0.0.1:1/x" })
LUA
run "$NILGRAD" "$scratch/faults.lua"
expect_code 0
expect_stdout "/broken answered with status 500: '<html>stack trace'
  (tried 2 times)
/refused answered with status 401: '{\"detail\": \"bad key None\"}'
  (tried once)
/patience answered with status 503: '{}' and asks to wait 4000 s, more than longest_wait = 300
  (tried once)
/garbage answered with what is no JSON: '<html>welcome</html>'
  (tried once)
/few answered with 2 scores for an image; there are 3 classes: '[1,2]'
  (tried once)
/nan answered with numbers that are not finite: '[0.5, NaN, 0.25]'
  (tried once)
/null answered with a score of class 1 that is no number: 'null'
  (tried once)
/wild answered with 7 for class 1, which is no probability (say scores = 'logits')
  (tried once)
/moved answered with status 307 and points to 'http://127.0.0.1:1/elsewhere'; redirections are not followed: give that as url, \
if you trust it
  (tried once)
/endless answered with more than N bytes
  (tried once)
/never gave no answer within 0.3 s
  (tried 2 times)
/slow began to answer with status 200, but gave no whole answer within 0.3 s
  (tried 2 times)
/drop began to answer with status 200, but broke off: transfer closed with 994 bytes remaining to read
  (tried once)
/hang_up gave no answer: Empty reply from server
  (tried once)
/json answered without the field 'score' (response = 'predictions[].score'): '{\"scores\":[0.0,1.0,0.5]}'
  (tried once)
/json answered without the field 'outputs' (response = 'outputs'): '{\"predictions\":[{\"scores\":[0.0,1.0,0.5]},{\"scores\":[0.5,0.0,…' (67 bytes)
  (tried once)
/one answered 2 images with 3 rows of scores
  (tried once)
/named answered with scores by name; give labels = the names in the order of the classes: '{\"cat\":0.0,\"dog\":1.0,\"eel\":0.5}'
  (tried once)
/named answered with the label 'eel', which is not among the 2 labels given
  (tried once)
/named answered without a score of the label 'fox': '{\"cat\":0.0,\"dog\":1.0,\"eel\":0.5}' (missing = its score, of a service that names \
the best alone)
  (tried once)
ng.model.http: missing is of answers by name, which need labels = the names
/x gave no answer: Failed to connect to 127.0.0.1 port 1 after N ms: Couldn't connect to server
  (tried 2 times)"
expect_stderr_has "/broken answered with status 500: '<html>stack trace'
  it is asked again in 0.0 s; the next failures are not shown"

# What may pass is tried again: a busy service is left alone as long as it asks, a dropped answer is asked for once more.
cat >"$scratch/again.lua" <<'LUA'
local ng = require "nilgrad"
for _, path in ipairs { "/busy", "/drop" } do
  local model = ng.model.http { url = os.getenv "SERVICE" .. path, input_shape = { 2 }, classes = 3, connections = 1, back_off = 0.01 }
  print(path, model:predict({ { 0, 0.5 }, { 0.5, 0 } }):table()[2][1], model.queries, model.retries, model.last_error)
end
LUA
restart() { # the service, which counts
  kill "${servers[@]}"
  servers=()
  rm -r "$scratch/plain"
  serve "$scratch/plain"
  export SERVICE=http://127.0.0.1:$port
}
restart
run "$NILGRAD" "$scratch/again.lua"
expect_code 0
expect_stdout "/busy	0.5	2	2	answered with status 429: '{\"error\": \"slow down\"}'
/drop	0.5	2	2	began to answer with status 200, but broke off: transfer closed with 994 bytes remaining to read"
waited() { # PATH: seconds between its first two requests
  awk -v path="$1" '$1 == path && $2 == 1 { a = $3 } $1 == path && $2 == 2 { print $3 - a }' "$scratch/plain/log"
}
awk -v s="$(waited /busy)" 'BEGIN { exit !(s >= 1 && s < 20) }' || mismatch 'wait after Retry-After: 1' '1 s and a little' "$(waited /busy)"

# A rate is kept: of 6 images, the last is asked about 5/5 s after the first at the earliest (which may have arrived late).
restart
run "$NILGRAD" -e "
  local ng = require 'nilgrad'
  local model = ng.model.http { url = '$SERVICE/one', input_shape = { 2 }, classes = 3, rate = 5, scores = 'logits' }
  model:predict { { 0, 1 }, { 0, 1 }, { 0, 1 } }
  model:predict { { 0, 1 }, { 0, 1 }, { 0, 1 } }"
expect_code 0
took=$(awk 'NR == 1 { a = $3 } END { print NR, $3 - a }' "$scratch/plain/log")
awk -v t="$took" 'BEGIN { split(t, x); exit !(x[1] == 6 && x[2] > 0.6) }' || mismatch 'six requests at 5 a second' '1 s' "$took"

# Headers and a secret go where they belong and nowhere else.
cat >"$scratch/secret.lua" <<'LUA'
local ng = require "nilgrad"
local function try(options)
  local made = { url = os.getenv "SERVICE" .. "/one", input_shape = { 2 }, classes = 3, scores = "logits", back_off = 0, name = "m",
    authentication = { environment = "SERVICE_KEY" } }
  for key, value in pairs(options) do made[key] = value end
  local ok, message = pcall(function()
    local model = ng.model.http(made)
    return tostring(model) .. tostring(model:predict { 0, 1 }) .. tostring(model.last_error)
  end)
  print((tostring(message):gsub("^.-:%d+: ", "", 1):gsub("%s*%(http://127.0.0.1:%d+", " (HOST")))
end
try { headers = { ["X-Team"] = "red" } }
try { authentication = { environment = "SERVICE_KEY", header = "X-Team", prefix = "" } }
try { url = os.getenv "SERVICE" .. "/refused" }
try { url = os.getenv "SERVICE" .. "/echo" }
try { authentication = { environment = "NO_SUCH_VARIABLE" } }
try { authentication = { environment = "BROKEN_KEY" } }
try { authentication = { enviroment = "SERVICE_KEY" } }
try { authentication = { header = "X-Key" } }
try { authentication = {} }
try { authentication = "s3cret" }
try { headers = { ["X Team"] = "red" } }
try { headers = { ["X-Team"] = "red\r\nX-More: 1" } }
try { headers = { ["X-Team"] = 7 } }
try { url = "http://classifier.example/one" }
try { url = "https://me:s3cret@classifier.example/one" }
try { url = "ftp://classifier.example/one" }
LUA
: >"$scratch/plain/log"
SERVICE_KEY=s3cret-s3cret BROKEN_KEY=$'s3cret\n' run "$NILGRAD" "$scratch/secret.lua"
expect_code 0
[[ $stdout$stderr != *s3cret* ]] || mismatch output 'no secret' "$stdout$stderr"
[[ $(cut -d' ' -f4- "$scratch/plain/log") = 'Bearer s3cret-s3cret red application/json
None s3cret-s3cret application/json
Bearer s3cret-s3cret None application/json
Bearer s3cret-s3cret None application/json' ]] || mismatch headers 'those given' "$(cat "$scratch/plain/log")"
expect_stdout "http classifier m: [2] to 3 classestensor [1, 3] float32
{ { 0, 2, 0.5 } }nil
http classifier m: [2] to 3 classestensor [1, 3] float32
{ { 0, 2, 0.5 } }nil
m (HOST/refused) answered with status 401: '{\"detail\": \"bad key Bearer ***\"}' (tried once)
m (HOST/echo) answered with no scores, but with the secret that it was sent, so it is not shown (tried once)
authentication of ng.model.http: the environment variable NO_SUCH_VARIABLE is not set; it is to hold what Authorization sends \
after 'Bearer '
ng.model.http: the header Authorization holds a control character (a line's end in the environment variable?)
authentication of ng.model.http has no 'enviroment'; did you mean 'environment'?
authentication of ng.model.http needs environment = the name of the variable that holds the secret
authentication of ng.model.http needs environment = the name of the variable that holds the secret
option 'authentication' of ng.model.http must be a table { environment = \"NAME\", header = …, prefix = … }, got string
ng.model.http: 'X Team' is no name of a header
ng.model.http: the header X-Team holds a control character: a line's end would begin another header
option 'headers' of ng.model.http must be a table { [\"X-Name\"] = \"value\" }, got a number as X-Team
ng.model.http would send the secret of SERVICE_KEY unencrypted to classifier.example; the url must begin with https://
option 'url' of ng.model.http holds a user or password; put it into an environment variable and say authentication = \
{ environment = its name }
option 'url' of ng.model.http must begin with https:// or http://, got 'ftp://classifier.example/one'"

# Other options that fit nothing.
cat >"$scratch/options.lua" <<'LUA'
local ng = require "nilgrad"
local function refused(options)
  local made = { url = "https://classifier.example/one", input_shape = { 3, 4, 4 }, classes = 3 }
  for key, value in pairs(options) do made[key] = value or nil end
  local _, message = pcall(function() return tostring(ng.model.http(made)) end)
  print((message:gsub("^.-:%d+: ", "", 1)))
end
refused {}
refused { classes = false }
refused { labels = { "cat", "dog" } }
refused { labels = { "cat", "dog", "cat" } }
refused { input_shape = { 3, 0, 4 } }
refused { response = "a..b" }
refused { response = "a[x]" }
refused { format = "png", batch = 4 }
refused { format = "png", range = { 0, 255 } }
refused { format = "png", input_shape = { 4, 4, 4 } }
refused { layout = "nhwc", input_shape = { 16 } }
refused { mean = { 1, 2 } }
refused { field = "", fields = { model = "v2" } }
refused { fields = { model = {} } }
refused { retry = 3 }
refused { ca = "/no/such.pem" }
LUA
run "$NILGRAD" "$scratch/options.lua"
expect_code 0
expect_stdout "http classifier https://classifier.example/one: [3, 4, 4] to 3 classes
ng.model.http needs classes = how many there are, two at least, or labels = their names
ng.model.http: classes = 3, but there are 2 labels
ng.model.http: two labels are 'cat'
option 'input_shape' of ng.model.http must be a number ≥ 1 or a list of them, got { 3, 0, 4 }
response = 'a..b' is no path; write names with dots between them, [] for every element of a list and [0] for its first, such \
as 'predictions[].score'
response = 'a[x]' is no path; write names with dots between them, [] for every element of a list and [0] for its first, such \
as 'predictions[].score'
ng.model.http: batch is of JSON; format = 'png' sends one image a request
ng.model.http: layout, range, mean and std are of JSON; a PNG holds pixels as bytes
ng.model.http: a PNG has 1 or 3 channels: input_shape must be { 1 or 3, height, width }, not [4, 4, 4]
ng.model.http: layout = 'nhwc' is of images { channels, height, width }, not [16]
ng.model.http: mean = { 1, 2 } has 2 numbers; give one, or one for each of the 3 channels
ng.model.http: field = '' sends the images alone as JSON, without other fields
option 'fields' of ng.model.http must be a table { name = text, number or boolean }, got a table as model
unknown option 'retry' of ng.model.http; its options are url, input_shape, classes, labels, label_field, score_field, scores, \
missing, response, format, field, fields, batch, layout, range, mean, std, headers, authentication, rate, connections, timeout, \
retries, back_off, longest_wait, ca, name
/no/such.pem: no such file"

# TLS is verified: an unknown certificate is refused at once, and trusted where its authority is named.
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
  -keyout "$scratch/key.pem" -out "$scratch/certificate.pem" 2>/dev/null
serve "$scratch/tls" "$scratch/certificate.pem" "$scratch/key.pem"
tls="input_shape = { 2 }, classes = 3, scores = 'logits', back_off = 0"
run "$NILGRAD" -e "ng = require 'nilgrad' print(ng.model.http { url = 'https://127.0.0.1:$port/one', $tls }:predict { 0, 1 })"
expect_code 1
expect_stderr_has "https://127.0.0.1:$port/one has a certificate that cannot be verified: SSL certificate problem: self-signed certificate (ca ="
expect_stderr_has '(tried once)'
[[ ! -e $scratch/tls/log ]] || mismatch 'requests over TLS' none "$(cat "$scratch/tls/log")"
run "$NILGRAD" -e "ng = require 'nilgrad'
  print(ng.model.http { url = 'https://127.0.0.1:$port/one', ca = '$scratch/certificate.pem', $tls }:predict { 0, 1 }:max())"
expect_code 0
expect_stdout 2.0
run "$NILGRAD" -e "ng = require 'nilgrad'
  print(ng.model.http { url = 'https://localhost:$port/one', ca = '$scratch/certificate.pem', $tls }:predict { 0, 1 }:max())"
expect_code 1
expect_stderr_has 'cannot be verified'

# Ctrl-C ends a request that is never answered at once, whatever is waited for: all limits are of 100 s and more.
interrupt() { # the path
  "$NILGRAD" -e "ng = require 'nilgrad'
    ng.model.http { url = '$SERVICE$1', $tls, timeout = 100, retries = 100, longest_wait = 1e6 }:predict { 0, 1 }" &
  local pid=$! start
  until grep -q "^$1 " "$scratch/plain/log"; do
    kill -0 $pid || return
    sleep 0.02
  done
  sleep 0.1
  start=$(date +%s%3N)
  kill -INT $pid
  wait $pid
  code=$?
  took=$(($(date +%s%3N) - start))
  return $code
}
for path in /never /slow /patience; do
  : >"$scratch/plain/log"
  interrupt $path 2>"$scratch/interrupted"
  [[ $code = 130 ]] || mismatch "code after Ctrl-C at $path" 130 "$code: $(cat "$scratch/interrupted")"
  ((took < 10000)) || mismatch "milliseconds to end at $path" 'far fewer' "$took"
done

# An attack through it is the attack on the model that it serves.
run "$NILGRAD" -e "
  local ng = require 'nilgrad'
  local data = { { image = { 0.9, 0.2 }, label = 0 }, { image = { 0.1, 0.6 }, label = 1 } }
  local served = ng.model.http { url = '$SERVICE/json', response = 'predictions[].scores', batch = 8, $tls }
  for _, model in ipairs { ng.model.load 'tests/data/onnx/linear.onnx', served } do
    local report = ng.attack.run { model = model, data = data, method = ng.attack.gradient(), eps = 0.5, budget = 50, seed = 1, progress = false }
    print(report.success, report.mean_queries)
  end"
expect_code 0
[[ ${stdout%%$'\n'*} = "${stdout##*$'\n'}" ]] || mismatch stdout 'the same line twice' "$stdout"
