print({} ~ 1) -- expect error: attempt to perform bitwise operation on a table value
