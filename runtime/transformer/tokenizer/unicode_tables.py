#!/usr/bin/env python3
"""Writes runtime/transformer/tokenizer/unicode_tables.hpp: what the patterns and NFC need to know of Unicode 14.

    python3 runtime/transformer/tokenizer/unicode_tables.py > runtime/transformer/tokenizer/unicode_tables.hpp

Needs a Python whose unicodedata is Unicode 14, as Debian 12's is (3.11): every version splits other texts differently.
"""
import unicodedata

assert unicodedata.unidata_version == "14.0.0", unicodedata.unidata_version

CODE_POINTS = range(0x110000)
WHITE_SPACE = {*range(9, 14), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}
HANGUL = range(0xAC00, 0xAC00 + 11172)


def class_of(code):
    """0 other, 1 letter, 2 number, 3 space: the order of enum CharacterClass."""
    if code in WHITE_SPACE:
        return 3
    return {"L": 1, "N": 2}.get(unicodedata.category(chr(code))[0], 0)


def decompositions():
    """code point -> (first, second or 0, whether NFC composes them again), one step, Hangul left to arithmetic."""
    found = {}
    for code in CODE_POINTS:
        fields = unicodedata.decomposition(chr(code)).split()
        if fields and not fields[0].startswith("<"):
            first, second = (int(field, 16) for field in (fields + ["0"])[:2])
            found[code] = (first, second, second != 0 and unicodedata.normalize("NFC", chr(code)) == chr(code))
    return found


def changes(value, bits):
    """Where a property changes: the first code point of each run << bits | the property there."""
    runs, last = [], None
    for code in CODE_POINTS:
        if value(code) != last:
            last = value(code)
            runs.append(code << bits | last)
    return runs


def rows(numbers):
    return "\n".join("    " + ", ".join(f"0x{n:X}" for n in numbers[i:i + 12]) + "," for i in range(0, len(numbers), 12))


def main():
    canonical = decompositions()
    seconds = {second for _, second, composes in canonical.values() if composes}
    jamo = {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}

    def unsettled(code):
        """NFC may change a text that has this character."""
        return (unicodedata.combining(chr(code)) != 0 or code in seconds or code in jamo
                or (code in canonical and not canonical[code][2]))

    print("#pragma once")
    print("// Generated: python3 runtime/transformer/tokenizer/unicode_tables.py > runtime/transformer/tokenizer/unicode_tables.hpp")
    print("// clang-format off")
    print("#include <cstdint>\n\nnamespace nilgrad::transformer {\n")
    print("/// First code point of a run << 3 | (NFC may change a text that has one) << 2 | CharacterClass; ascending.")
    print("inline constexpr std::uint32_t character_runs[] = {")
    print(rows(changes(lambda code: unsettled(code) << 2 | class_of(code), 3)) + "\n};\n")
    print("/// First code point of a run << 8 | canonical combining class; ascending.")
    print("inline constexpr std::uint32_t combining_runs[] = {")
    print(rows(changes(lambda code: unicodedata.combining(chr(code)), 8)) + "\n};\n")
    print("/// { code point << 1 | composed again, first, second or 0 }: canonical decompositions of one step; ascending.")
    print("inline constexpr std::uint32_t decompositions[][3] = {")
    triples = ["{" + f"0x{code << 1 | composes:X}, 0x{first:X}, 0x{second:X}" + "}"
               for code, (first, second, composes) in sorted(canonical.items())]
    print("\n".join("    " + ", ".join(triples[i:i + 4]) + "," for i in range(0, len(triples), 4)) + "\n};")
    print("\n}  // namespace nilgrad::transformer")


if __name__ == "__main__":
    main()
