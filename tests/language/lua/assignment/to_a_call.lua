local function f() end
f() = 1 -- expect error: syntax error near '='
