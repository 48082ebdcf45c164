("%f"):format("word") -- expect error: bad argument #1 to 'format' (number expected, got string)
