-- JSON: what is written is read back the same, what cannot be written is refused with its place.
local json = require "nilgrad.json"
local ng = require "nilgrad"

print(json.encode { b = { 1, 2.5, "x\n" }, a = true, c = {}, n = json.null }) --> {"a":true,"b":[1,2.5,"x\n"],"c":[],"n":null}
print(json.encode { image = ng.tensor { { 1, 2 }, { 3, 4 } } })               --> {"image":[[1.0,2.0],[3.0,4.0]]}
print(json.encode({ a = { 1 } }, 2))                                          --> {
                                                                              -->   "a": [
                                                                              -->     1
                                                                              -->   ]
                                                                              --> }
for _, x in ipairs { 0.1, 1 / 3, 1e308, 5e-324, -0.0, 3.0, 3, math.mininteger, math.maxinteger, 2 ^ 53 + 2 } do
  local back = json.decode(json.encode(x))
  assert(back == x and math.type(back) == math.type(x) and 1 / back == 1 / x)
end
local v = json.decode '{ "a": [1, 2.0, 1e3, 9223372036854775808, null, "\\u00e4"], "b": { "c": false } }'
print(v.a[1], v.a[2], v.a[3], v.a[4], v.a[5] == json.null, v.a[6], v.b.c)     --> 1	2.0	1000.0	9.2233720368548e+18	true	ä	false

local function message(f, ...) print(select(2, pcall(f, ...))) end
local circle = {}
circle.self = circle
message(json.encode, { scores = { 1, 0 / 0 } })  --> ...json: scores[2] is nan, which JSON cannot hold
message(json.encode, -1 / 0)                     --> ...json: the value is infinite, which JSON cannot hold
message(json.encode, { x = { y = { print } } })  --> ...json: x.y[1] is a function, which JSON cannot hold
message(json.encode, { 1, nil, 3 })              --> ...json: the value is a list with holes, which JSON cannot hold
message(json.encode, { 1, x = 2 })               --> ...json: the value mixes names and other keys, which JSON cannot hold
message(json.encode, { [0.5] = 1 })              --> ...json: the value is a list with holes, which JSON cannot hold
message(json.encode, circle)                     --> ...json: self.self...… is nested more than 200 deep or contains itself, which JSON cannot hold
message(json.encode, "\xff")                     --> ...json: invalid UTF-8 byte at index 0: 0xFF
message(json.decode, '{ "a":\n 1,, }')           --> ...json: parse error at line 2, column 4: ...
message(json.decode, "")                         --> ...json: parse error at line 1, column 1: ...
message(json.decode, "1 2")                      --> ...json: parse error at line 1, column 3: ...
message(json.decode, "1e999")                    --> ...json: number overflow parsing '1e999'
message(json.decode, ("["):rep(1e5) .. ("]"):rep(1e5)) --> ...json: nested more than 200 deep
message(json.decode, ("["):rep(201) .. ("]"):rep(201)) --> ...json: nested more than 200 deep
local deep = ("["):rep(200) .. ("]"):rep(200)
print(json.encode(json.decode(deep)) == deep)          --> true
print(json.decode '{ "a": 1, "a": [2] }'.a[1], json.encode({ {}, { x = {} } }, 0):gsub("\n", "|")) --> 2	[|[],|{|"x": []|}|]	5
json.decode(nil)                                 --! bad argument #1 to 'decode' (string expected, got nil)
