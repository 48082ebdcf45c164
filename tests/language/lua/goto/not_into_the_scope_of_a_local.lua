goto skip
local x
::skip::
print(x) -- expect error: <goto skip> at line 1 jumps into the scope of local 'x'
