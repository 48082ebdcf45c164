print("[" .. ("  text  "):match "^%s*(.-)%s*$" .. "]") -- expect: [text]
