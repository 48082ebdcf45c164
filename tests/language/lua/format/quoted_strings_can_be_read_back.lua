local text = "a \"quoted\"\n\0line\r\\"
print(load("return " .. ("%q"):format(text))() == text) -- expect: true
print(("%q"):format 'say "hi"') -- expect: "say \"hi\""
