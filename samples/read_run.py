"""Reads a run folder with numpy and Pillow alone: the classes of its labels, what became of its regions, and whether both fit together.

    python3 samples/read_run.py runs/first [picture.png]

The picture shows the labels of the first image with the rejected regions in white. docs/file-formats.md describes the files.
"""
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

NO_LABEL = 255


def decode(segmentation):
    """A mask [height, width] from COCO run lengths: columns one after the other, runs of 0 and 1 in turn. Text holds each run in groups of five bits,
    from the third run on as the difference to the run before the last."""
    height, width = segmentation["size"]
    runs = segmentation["counts"]
    if isinstance(runs, str):
        text, runs, value, shift = runs, [], 0, 0
        for code in text.encode("ascii"):
            code -= 48
            value |= (code & 31) << shift
            shift += 5
            if code & 32:
                continue
            if code & 16:
                value -= 1 << shift
            runs.append(value + runs[-2] if len(runs) > 2 else value)
            value, shift = 0, 0
    mask = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
    return mask.reshape(width, height).T


def images(run):
    """Image and label of each line of labels.txt; a tab separates them where a path has a blank."""
    for line in (run / "labels.txt").read_text(encoding="utf-8").splitlines():
        image, label = line.split("\t" if "\t" in line else " ")
        yield image, run / label


def main(run, picture=None):
    pixels, verdicts, labelled = np.zeros(256, np.int64), {}, 0
    for number, (_, path) in enumerate(images(run)):
        with Image.open(path) as png:
            labels, palette = np.array(png), png.getpalette()
        pixels += np.bincount(labels.ravel(), minlength=256)
        name = path.relative_to(run / "labels").with_suffix(".json")
        file = run / "correction" / "verdicts" / name
        rejected = np.zeros(labels.shape, bool)
        for region in json.loads(file.read_text(encoding="utf-8")) if file.exists() else []:
            mask = decode(region["segmentation"])
            if mask.shape != labels.shape or mask.sum() != region["area"]:
                raise SystemExit(f"{file}: region {region['id']} has {mask.sum()} pixels of {mask.shape}, expected {region['area']} of {labels.shape}.")
            count, area = verdicts.get(region["verdict"], (0, 0))
            verdicts[region["verdict"]] = (count + 1, area + region["area"])
            rejected |= mask & (region["verdict"] == "rejected")
        if picture and number == 0:
            colours = np.array(palette + [0] * (768 - len(palette)), np.uint8).reshape(256, 3)[labels]
            colours[rejected] = 255
            Image.fromarray(colours).save(picture)
    labelled = pixels.sum() - pixels[NO_LABEL]
    print(f"labelled: {100 * labelled / pixels.sum():.2f} % of the pixels")
    for label in np.flatnonzero(pixels[:NO_LABEL]):
        print(f"class {label}: {100 * pixels[label] / labelled:.2f} %")
    for verdict, (count, area) in sorted(verdicts.items()):
        print(f"{verdict}: {count} regions, {area} pixels")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), *sys.argv[2:])
