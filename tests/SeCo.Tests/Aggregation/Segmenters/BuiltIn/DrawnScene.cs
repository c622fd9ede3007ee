using SeCo.Imaging;

namespace SeCo.Tests.Aggregation.Segmenters.BuiltIn;

/// <summary>A drawn scene: sky over road, a red box and a blue disc, all with a little regular texture.</summary>
internal static class DrawnScene
{
    public const int Width = 160;
    public const int Height = 120;

    public static Box CarBox => new(30, 60, 75, 90);

    public static Box BallBox => new(100, 40, 131, 71);

    public static RgbImage Draw()
    {
        RgbImage image = new(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            Span<byte> row = image.Row(y);
            for (int x = 0; x < Width; x++)
            {
                (int r, int g, int b) = IsBall(x, y) ? (30, 60, 200)
                    : CarBox.Contains(x, y) ? (190, 40, 30)
                    : y < 50 ? (170, 200, 230) : (90, 90, 95);
                int texture = ((x * 7) + (y * 13)) % 5;
                row[3 * x] = (byte)(r + texture);
                row[(3 * x) + 1] = (byte)(g + texture);
                row[(3 * x) + 2] = (byte)(b + texture);
            }
        }

        return image;
    }

    public static BinaryMask Ball() => Where(IsBall);

    public static BinaryMask Car() => Where(CarBox.Contains);

    public static BinaryMask Sky() => Where((x, y) => y < 50 && !IsBall(x, y));

    public static double IoU(BinaryMask a, BinaryMask b)
    {
        int both = 0, either = 0;
        for (int i = 0; i < a.Pixels.Length; i++)
        {
            both += a.Pixels[i] & b.Pixels[i];
            either += a.Pixels[i] | b.Pixels[i];
        }

        return (double)both / either;
    }

    private static bool IsBall(int x, int y) => ((x - 115) * (x - 115)) + ((y - 55) * (y - 55)) <= 15 * 15;

    private static BinaryMask Where(Func<int, int, bool> inside)
    {
        BinaryMask mask = new(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                mask[x, y] = inside(x, y);
            }
        }

        return mask;
    }
}
