local env = {}
load("x = 1; y = print", "=chunk", "t", env)()
print(env.x, env.y, x) -- expect: 1	nil	nil
