local function check(x) if not x then error("wanted", 2) end end
check(true)
check(false) -- expect error: wanted
