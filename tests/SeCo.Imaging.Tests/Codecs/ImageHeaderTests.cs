using SeCo.Imaging.Codecs;
using Xunit;

namespace SeCo.Imaging.Tests.Codecs;

public sealed class ImageHeaderTests
{
    [Fact]
    public void A_turn_is_told_in_words_and_no_turn_is_none()
    {
        Assert.Equal("EXIF orientation 6 (turned by 90°)", new ImageHeader(4, 3, 6, 8).Turn);
        Assert.Equal("EXIF orientation 3 (upside down)", new ImageHeader(4, 3, 3, 8).Turn);
        Assert.All((int[])[0, 1, 9], o => Assert.Null(new ImageHeader(4, 3, o, 8).Turn));
    }

    [Fact]
    public void What_was_drawn_on_the_turned_image_gets_a_way_out_that_is_not_resizing()
    {
        Assert.Contains("mogrify -auto-orient", new ImageHeader(4, 3, 6, 8).WayOutFor(3, 4), StringComparison.Ordinal);
        Assert.Null(new ImageHeader(4, 3, 6, 8).WayOutFor(8, 6));
        Assert.Null(new ImageHeader(4, 3, 1, 8).WayOutFor(3, 4));
        Assert.Contains("One is the other turned", ImageHeader.HintFor((3, 4), (4, 3)), StringComparison.Ordinal);
        Assert.Empty(ImageHeader.HintFor((3, 3), (3, 3)));
        Assert.Empty(ImageHeader.HintFor((3, 4), (4, 4)));
    }

    [Fact]
    public void Turned_images_are_counted_and_the_first_is_named()
    {
        (string, ImageHeader?)[] images = [("a", new(4, 3, 1, 8)), ("b", null), ("c", new(4, 3, 8, 8)), ("d", new(4, 3, 2, 8))];
        Assert.StartsWith("2 images have an EXIF orientation, which is not applied; the first is c with EXIF orientation 8", ImageHeader.AboutTurned(images));
        Assert.Null(ImageHeader.AboutTurned(images[..2]));
    }
}
