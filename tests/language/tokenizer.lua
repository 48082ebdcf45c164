-- Tokenizers: texts to ids and back.
local ng = require "nilgrad"
local folder = "tests/data/transformers/tokenizer"
local function refused(f, ...) print(select(2, pcall(f, ...))) end
local function show(ids) print(table.concat(ids, " ")) end

local tok = ng.tokenizer.load(folder)
print(tok)                                                --> tokenizer tests/data/transformers/tokenizer: 4096 tokens, 4 of them special, pattern gpt2
print(#tok, tok.size, tok.folder == folder)               --> 4096	4096	true
show(tok.prepended)                                       --> 2
show(tok:encode "I like you.")                            --> 2 44 452 362 17
show(ng.tokenizer.encode(tok, "I like you."))             --> 2 44 452 362 17
show(tok:encode("I", { prepend = false }))                --> 44
show(tok:encode("I", { prepend = true }))                 --> 2 44
show(tok:encode("I", { prepend = 0 }))                    --> 0 44
show(tok:encode("</s>", { prepend = false }))             --> 2
print(#tok:encode("</s>", { specials = false, prepend = false }) > 1) --> true
print(#tok:encode("", { prepend = false }))               --> 0
print(math.type(tok:encode("")[1]))                       --> integer

print(tok:decode { 2, 44, 452, 362, 17 })                 --> </s>I like you.
print(tok:decode({ 2, 44, 452, 362, 17 }, { skip_specials = true })) --> I like you.
print(tok:decode {} == "")                                --> true
local euro = tok:encode("€", { prepend = false })
print(#euro > 1, tok:decode { euro[1] } == "\u{FFFD}")    --> true	true
print(tok:decode({ euro[1] }, { keep_malformed = true }) == ("€"):sub(1, 1)) --> true
print(tok:decode(tok:encode("\xff\0", { prepend = false }), { keep_malformed = true }) == "\xff\0") --> true

print(tok:id " like", tok:id "Ġlike", tok:id "</s>", tok:id "no token") --> 452	452	2	nil
print(ng.tokenizer.load { folder = folder }:id "<pad>")   --> 1

refused(tok.encode, tok, "", { prepend = 4096 })          --> ...: option 'prepend' of ng.tokenizer.encode must be true, false or the id of a token, an integer from 0 to 4095, got 4096
refused(tok.encode, tok, "", { prepend = "</s>" })        --> ...got </s>
refused(tok.encode, tok, "", { special = false })         --> ...: unknown option 'special' of ng.tokenizer.encode; did you mean 'specials'?
refused(tok.encode, tok, "", { specials = 1 })            --> ...: option 'specials' of ng.tokenizer.encode must be true or false, got 1
refused(tok.encode, tok, {})                              --> bad argument #2 to ... (string expected, got table)
refused(tok.decode, tok, { 2, 4096 })                     --> ...: ids[2] must be the id of a token, an integer from 0 to 4095, got 4096
refused(tok.decode, tok, { 2.5 })                         --> ...: ids[1] must be the id of a token, an integer from 0 to 4095, got 2.5
refused(tok.decode, tok, { "a" })                         --> ...: ids[1] must be the id of a token, an integer from 0 to 4095, got a
refused(tok.decode, tok, "2")                             --> ...: ids must be a list of ids, got string
refused(tok.decode, tok, {}, { skip = true })             --> ...: unknown option 'skip' of ng.tokenizer.decode; ...
refused(ng.tokenizer.load, "nowhere")                     --> ...: nowhere: no such folder; a tokenizer is loaded from the folder of its files
refused(ng.tokenizer.load, "tests/data/transformers/bad_tokenizers/tokenizer_wordpiece") --> ...: .../tokenizer.json: model.type must be "BPE": ...
refused(function() return tok.sise end)                   --> ...: a tokenizer has no field 'sise'; did you mean 'size'?

tok:close()
print(tok)                                                --> tokenizer (closed)
print(#tok)                                               --! tokenizer is closed
