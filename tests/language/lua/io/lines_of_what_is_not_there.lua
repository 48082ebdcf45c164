io.lines "/absent/file" -- expect error: cannot open file '/absent/file' (No such file or directory)
