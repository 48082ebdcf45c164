-- The runner's own sample: output in order, several lines of one call, and text that varies.
print(1 + 1)                    --> 2
print("first\nsecond")          --> first
                                --> second
print(tostring(print))          --> function: ...
print()                         -->
for i = 1, 2 do print(i * i) end --> 1
                                --> 4
