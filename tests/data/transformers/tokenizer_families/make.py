#!/usr/bin/env python3
"""Writes a small tokenizer.json and vectors.jsonl for each family, made and encoded by Hugging Face's library.

    python3 -m venv venv && venv/bin/pip install tokenizers==0.23.3
    venv/bin/python tests/data/transformers/tokenizer_families/make.py

The vocabularies are trained on the vectors' own texts, so that merges run through all scripts. Texts hold only what Unicode 14
assigns: run it with Debian 12's Python 3.11.
"""
import json
import random
import unicodedata
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

assert unicodedata.unidata_version == "14.0.0"
HERE = Path(__file__).parent
CL100K = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}%s| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")
WORDS = ["the", "don't", "I'LL", "we'Ve", "'S", "'ſ", "'re", "it's", "naïve", "Ångström", "Привет", "мир", "日本語", "한국어", "שלום",
         "नमस्ते", "ไทย", "e\u0301", "A\u030a", "\u1100\u1161\u11a8", "2022", "1234567", "٣٤٥", "½", "Ⅷ", "²", "१२", "...", "?!", "->",
         "#define", "x=1;", "🙂", "👩‍🚀", "€", "\u200b", "\ufeff", "'", "''", "\"", "\u0323\u0301", "q\u0323\u0307", "q\u0307\u0323", "\u212b", "ﬁ"]
SPACES = [" ", " ", " ", " ", "  ", "   ", "\n", "\r\n", "\n\n", "\t", " \n", "\n ", "\u00a0", "\u3000", "\u2028", "\x85", "\x0b", " \r", "", ""]


def any_character(rng):
    while True:
        code = rng.choice([rng.randrange(0x80), rng.randrange(0x3000), rng.randrange(0x11000), rng.randrange(0x20000)])
        if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co"):
            return chr(code)


def texts(rng, extra):
    found = ["", " ", "  ", "\n", "a", " a", "a ", "  a", "a\n", "\n\na", "'", "'s", " 's", "'LL'", "1 2", "12 ", "a\r\nb", "!\n\n", " !\r\n x"]
    for _ in range(130):
        found.append("".join(rng.choice(WORDS + extra) + rng.choice(SPACES) for _ in range(rng.randrange(1, 12))))
    for _ in range(50):
        found.append("".join(rng.choice([any_character(rng), any_character(rng), rng.choice(SPACES), rng.choice("'aS1 ")])
                             for _ in range(rng.randrange(1, 24))))
    return found


def byte_level(**options):
    return pre_tokenizers.ByteLevel(**{"add_prefix_space": False, "use_regex": True, **options})


def split(expression):
    return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(expression), "isolated"), byte_level(use_regex=False)])


FAMILIES = {
    "gpt2_prefix_space": dict(pre=byte_level(add_prefix_space=True), special=["<|endoftext|>"]),
    "llama3": dict(pre=split(CL100K % "{1,3}"), special=["<|begin_of_text|>", "<|eot_id|>", "<|eot|>"], bos="<|begin_of_text|>",
                   ignore_merges=True),
    "qwen2": dict(pre=split(CL100K % ""), special=["<|endoftext|>", "<|im_start|>", "<|im_end|>"], norm=normalizers.NFC(),
                  plain=[AddedToken("<tool_call>", normalized=False), AddedToken("cafe\u0301", normalized=True)]),
    "smollm": dict(pre=pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), byte_level()]),
                   special=["<|endoftext|>", "<|im_start|>"],
                   plain=[AddedToken("<left>", lstrip=True, normalized=False), AddedToken("<right>", rstrip=True, normalized=False)]),
}


def make(name, pre, special, norm=None, bos=None, plain=(), ignore_merges=False):
    rng = random.Random(name)
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if norm:
        tokenizer.normalizer = norm
    tokenizer.pre_tokenizer = pre
    tokenizer.decoder = decoders.ByteLevel()
    extra = (special + [token.content for token in plain]) * 3
    samples = texts(rng, extra)
    corpus = [text for text in samples if not any(token in text for token in extra)] * 2
    trainer = trainers.BpeTrainer(vocab_size=700, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(corpus, trainer)
    tokenizer.add_special_tokens(special)
    tokenizer.add_tokens(list(plain))
    processor = processors.ByteLevel(trim_offsets=False)
    if bos:
        processor = processors.Sequence([processor, processors.TemplateProcessing(
            single=f"{bos} $A", pair=f"{bos} $A {bos} $B", special_tokens=[(bos, tokenizer.token_to_id(bos))])])
    tokenizer.post_processor = processor
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    with open(folder / "vectors.jsonl", "w", encoding="ascii") as file:
        for text in samples:
            ids = tokenizer.encode(text).ids
            tokenizer.encode_special_tokens = True
            plain_ids = tokenizer.encode(text).ids
            tokenizer.encode_special_tokens = False
            row = {"text": text, "ids": ids}
            decoded = tokenizer.decode(ids, skip_special_tokens=False)
            if "\ufffd" not in decoded:  # the library reads "é" in an added token as a byte of its alphabet
                row["decoded"] = decoded
            if plain_ids != ids:
                row["ids_plain"] = plain_ids
            file.write(json.dumps(row) + "\n")


for family, options in FAMILIES.items():
    make(family, **options)
