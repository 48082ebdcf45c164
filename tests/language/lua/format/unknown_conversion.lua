("%y"):format(1) -- expect error: invalid conversion '%y' to 'format'
