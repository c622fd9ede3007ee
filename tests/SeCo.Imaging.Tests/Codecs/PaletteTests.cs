using SeCo.Imaging.Codecs;
using Xunit;

namespace SeCo.Imaging.Tests.Codecs;

public sealed class PaletteTests
{
    [Fact]
    public void Gives_each_label_its_colour_and_black_to_the_rest()
    {
        Palette palette = new([(1, 2, 3), (4, 5, 6)], ignore: (7, 8, 9));
        Assert.Equal(((byte)4, (byte)5, (byte)6), palette[1]);
        Assert.Equal(default, palette[2]);
        Assert.Equal(((byte)7, (byte)8, (byte)9), palette[LabelMap.Ignore]);
        Assert.Equal([1, 2, 3, 4, 5, 6], palette.Bytes[..6].ToArray());
    }

    [Fact]
    public void Refuses_a_colour_for_the_ignore_label_in_the_list() =>
        Assert.Throws<ArgumentException>(() => new Palette(new (byte, byte, byte)[256]));
}
