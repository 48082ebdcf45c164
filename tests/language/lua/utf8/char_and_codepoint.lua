print(utf8.char(72, 228, 8364, 128512), utf8.codepoint("ä€", 1, -1)) -- expect: Hä€😀	228	8364
