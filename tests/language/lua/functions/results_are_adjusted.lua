local function none() end
print(none(), (none())) -- expect: nil	nil
