("%q"):format({}) -- expect error: bad argument #1 to 'format' (value has no literal form)
