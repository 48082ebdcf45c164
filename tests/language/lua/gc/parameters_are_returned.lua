collectgarbage("setpause", 150)
print(collectgarbage("setpause", 200), collectgarbage("setstepmul", 300) > 0) -- expect: 148	true
