("<i4"):unpack "abc" -- expect error: bad argument #1 to 'unpack' (data string too short)
