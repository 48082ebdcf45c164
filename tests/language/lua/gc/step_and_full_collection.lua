print(collectgarbage(), collectgarbage "collect", type(collectgarbage("step", 100))) -- expect: 0	0	boolean
