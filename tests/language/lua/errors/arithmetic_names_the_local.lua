local count
print(count + 1) -- expect error: attempt to perform arithmetic on a nil value (local 'count')
