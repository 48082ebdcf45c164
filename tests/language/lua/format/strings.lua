print(("%s|%10s|%-10s|%.2s|"):format("text", "text", "text", "text")) -- expect: text|      text|text      |te|
