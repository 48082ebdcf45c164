print(pcall(string.dump, tostring)) -- expect: false	unable to dump given function
