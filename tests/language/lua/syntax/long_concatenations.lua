print(#load("return " .. ("'x' .. "):rep(150) .. "'x'")()) -- expect: 151
