print((("%s"):format(setmetatable({}, { __name = "Point" })):gsub("0x%x+", "ADDRESS"))) -- expect: Point: ADDRESS
