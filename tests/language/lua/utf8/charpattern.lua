for c in ("aä€"):gmatch(utf8.charpattern) do io.write("<", c, ">") end
print() -- expect: <a><ä><€>
