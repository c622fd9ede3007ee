using SeCo.Imaging.Resampling;
using Xunit;

namespace SeCo.Imaging.Tests.Resampling;

/// <summary>Against bytes that OpenCV 4.6 (INTER_LINEAR) and Pillow 9.4 (BICUBIC) gave for the image below.</summary>
public sealed class ForeignResizeTests
{
    [Theory]
    [InlineData(9, 7, 5, 4, "K5CVm5N4hYpPh0udm6Fll4NhMI+tHYLHjq1fYKUqqmh0hjF9tTp/XagtRInub5RzgnrLTbJ3UVa7SE6y")]
    [InlineData(4, 3, 6, 5, "AGXKGX7jP6TecdZmsZZ75EmuGHx7MpeVWa2jjp5xnIGanmnOO6AFWL0igrxMuUmDfmPINJn+XsMofZVHkGR0ZFquXpCpZMmUdttAlntgmiqPK2bLSq+UhOlO")]
    [InlineData(8, 6, 4, 3, "OJ2Cl3yhnoNojXKXtVp/cJV6U3idnoNocpd8iW6TiG2Sb1R5")]
    [InlineData(8, 6, 4, 4, "KY6zpImOqI1yk3h9hotQV5yhb1SZcLVaxEmOim90V5yBrVKXYqeMnIGGf2SpiS5z")]
    public void Fixed_point_gives_the_bytes_of_OpenCV(int width, int height, int toWidth, int toHeight, string expected) =>
        Assert.Equal(expected, Convert.ToBase64String(FixedPointResize.Bilinear(Pattern(width, height), toWidth, toHeight).Pixels));

    [Theory]
    [InlineData(9, 7, 5, 4, "MZyDj4yamnp+j26Qn5hvnXNfcIOTYYCVgYaCknpWoGmAhGlzeHySf3xqdVa/bZZ8lXWkapOQXVO1TEar")]
    [InlineData(4, 3, 6, 5, "AF7WDnL8OKP0avBVvJps+jivEXN/JZagVLitlqZipn6Wo13XN5wBUcUbg8ZKxjuBflzQKqD/YNAehpg6nFdwXUy7VpWuYdmKdu5ApHVepgyVEWTfQL+Rk/c3")]
    [InlineData(8, 6, 4, 3, "Q5x6ioaflHZ+jYGJpWVtcoKJZoCOjYR5h4KBhnSEfHqLf1J9")]
    [InlineData(8, 6, 4, 4, "NJqUmYmUonp8l3WPhIZTZIemaXGQgJpsuFF9g3B3bI+EjG+PdJWGh32If2+TgkRy")]
    public void Cubic_gives_the_bytes_of_Pillow(int width, int height, int toWidth, int toHeight, string expected) =>
        Assert.Equal(expected, Convert.ToBase64String(AntialiasedResize.Bicubic(Pattern(width, height), toWidth, toHeight).Pixels));

    private static RgbImage Pattern(int width, int height)
    {
        RgbImage image = new(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    image.Row(y)[(x * 3) + c] = (byte)((x * 37) + (y * 59) + (c * 101) + (x * y * 7) + (x * x * 13));
                }
            }
        }

        return image;
    }
}
