"""Makes the small files beside this script: python3 make.py (needs numpy, pillow and safetensors from PyPI)."""
import pathlib
import zipfile

import numpy as np
from PIL import Image
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(1)


def picture(height, width, channels):
    """Smooth, with an edge and some noise, so that JPEG and resizing have something to do."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [128 + 90 * np.sin(x / (4 + c)) * np.cos(y / (6 + c)) + 40 * (x > y) for c in range(channels)]
    noisy = np.stack(planes, -1) + rng.normal(0, 6, (height, width, channels))
    return np.clip(noisy, 0, 255).astype(np.uint8)


def save_pixels(name, image):
    np.save(HERE / f"{name}.npy", np.asarray(image))


colour, grey = Image.fromarray(picture(29, 41, 3)), Image.fromarray(picture(23, 17, 1)[..., 0])
save_pixels("colour", colour)
for name, image, options in [("colour", colour, {"quality": 90}), ("progressive", colour, {"quality": 80, "progressive": True}),
                             ("grey", grey, {"quality": 85}), ("cmyk", colour.convert("CMYK"), {"quality": 95})]:
    image.save(HERE / f"{name}.jpg", **options)
    save_pixels(f"{name}.jpg", Image.open(HERE / f"{name}.jpg").convert("L" if name == "grey" else "RGB"))
# Pillow resizes float images (mode F) as this program does: without rounding between the two passes.
plane = Image.fromarray((np.asarray(grey) / 255).astype(np.float32), mode="F")
for filter_name in ("bilinear", "bicubic"):
    for height, width in [(9, 8), (40, 30), (50, 5)]:
        save_pixels(f"{filter_name}_{height}x{width}", plane.resize((width, height), getattr(Image, filter_name.upper())))
save_pixels("plane", plane)

numbers = np.arange(24).reshape(2, 3, 4)
for name in ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]:
    np.save(HERE / f"numbers_{name}.npy", numbers.astype(name))
np.save(HERE / "numbers_big_endian.npy", numbers.astype(">f4"))
np.save(HERE / "numbers_fortran.npy", np.asfortranarray(numbers.astype("i2")))
np.save(HERE / "bool.npy", np.array([True, False]))
np.save(HERE / "scalar.npy", np.float64(2.5))
np.save(HERE / "empty.npy", np.zeros((0, 28, 28), "u1"))
np.save(HERE / "objects.npy", np.array([{"a": 1}, "b"], dtype=object), allow_pickle=True)
np.save(HERE / "records.npy", np.zeros(2, [("a", "f4"), ("b", "i4")]))
np.save(HERE / "complex.npy", np.zeros(2, "c8"))
np.save(HERE / "beyond.npy", np.array([1, 2**53 + 1], "i8"))
images, labels = picture(12 * 5, 6, 1).reshape(5, 12, 6), np.array([3, 0, 2, 1, 3], "i8")
np.savez(HERE / "images.npz", x=images, y=labels)
np.savez_compressed(HERE / "packed.npz", x=images, y=labels, last=np.stack([images] * 3, -1))
# As if they were too large for a plain zip.
zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 100, 1
np.savez(HERE / "zip64.npz", x=images, y=labels)
save_file({"x": images[:, None] / np.float32(255), "bytes": images, "y": labels}, HERE / "images.safetensors")
