print([[a "quoted" 'text' \n]]) -- expect: a "quoted" 'text' \n
