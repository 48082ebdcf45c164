local function three() return 1, 2, 3 end
print((three())) -- expect: 1
