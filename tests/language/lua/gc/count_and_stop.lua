print(collectgarbage "count" > 0, collectgarbage "isrunning", collectgarbage "stop", collectgarbage "isrunning")
-- expect: true	true	0	false
collectgarbage "restart"
print(collectgarbage "isrunning") -- expect: true
