"""Pictures for documents, as SVG text: nothing of a person's likeness is written to a temporary file."""

from __future__ import annotations

import io
from base64 import b64encode

import segno
from PIL import Image, ImageOps

PHOTO_PIXELS = (413, 579)  # 35 × 49 mm at 300 dpi
SIGNATURE_PIXELS = (900, 300)
_SMALL_ENOUGH = 60_000


def qr_svg(text: str) -> str:
    """A QR code (error correction M, quiet zone of two modules) as one filled path.

    The mask is fixed: a reader takes any, and trying all eight costs more than the rest of a certificate.
    """
    code = segno.make_qr(text, error="m", mask=3, boost_error=False)
    rows = list(code.matrix)
    path = "".join(_dark_runs(y, bytes(row)) for y, row in enumerate(rows, start=2))
    side = len(rows) + 4
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}"/></svg>'
    )


def _dark_runs(y: int, row: bytes) -> str:
    """Rectangles a hair taller than a module, so that no white seam shows between rows."""
    out, start = [], 0
    for run in row.replace(b"\1\0", b"\1|\0").replace(b"\0\1", b"\0|\1").split(b"|"):
        if run[0]:
            out.append(f"M{start + 2} {y}h{len(run)}v1.02h-{len(run)}z")
        start += len(run)
    return "".join(out)


def photo_jpeg(photo: bytes, *, pixels: tuple[int, int] = PHOTO_PIXELS) -> bytes:
    """The photo turned upright, cropped to the frame and no larger than print needs, without metadata.

    A JPEG that already has the frame's shape and is small is passed on untouched. Raises OSError for what is no picture.
    """
    with Image.open(io.BytesIO(photo)) as opened:
        shaped = abs(opened.width * pixels[1] - opened.height * pixels[0]) <= opened.width * pixels[1] // 50
        if opened.format == "JPEG" and opened.mode == "RGB" and shaped and len(photo) <= _SMALL_ENOUGH:
            return photo
        opened.draft("RGB", (pixels[0] * 2, pixels[1] * 2))
        upright = _on_white(ImageOps.exif_transpose(opened))
    out = io.BytesIO()
    ImageOps.fit(upright, pixels).save(out, "JPEG", quality=88)
    return out.getvalue()


def signature_png(signature: bytes) -> bytes:
    """The signature on white, at most 900 × 300 pixels. Raises OSError for what is no picture."""
    with Image.open(io.BytesIO(signature)) as opened:
        upright = _on_white(ImageOps.exif_transpose(opened))
    upright.thumbnail(SIGNATURE_PIXELS)
    out = io.BytesIO()
    upright.save(out, "PNG")
    return out.getvalue()


def picture_svg(picture: bytes) -> str:
    """Any JPEG or PNG wrapped as SVG, in its own proportions."""
    with Image.open(io.BytesIO(picture)) as opened:
        kind, (width, height) = (opened.format or "").lower(), opened.size
    encoded = b64encode(picture).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{encoded}"/></svg>'
    )


def _on_white(picture: Image.Image) -> Image.Image:
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    drawn = picture.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(paper, drawn).convert("RGB")
