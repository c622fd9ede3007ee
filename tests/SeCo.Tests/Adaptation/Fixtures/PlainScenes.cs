using SeCo.Adaptation;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Testing;

namespace SeCo.Tests.Adaptation.Fixtures;

/// <summary>Small images in files whose colours tell their labels: red is 20 times the label, green the image's number, blue the column.</summary>
internal sealed class PlainScenes : IDisposable
{
    public const int Width = 48, Height = 40;

    private readonly TempFolder _folder = new();

    public string Path => _folder.Path;

    /// <summary>Images in which each pixel's label is a function of its place.</summary>
    public TrainingImage[] Make(int count, string prefix, Func<int, int, int, byte> label, bool hasLabels = true) =>
        [.. Enumerable.Range(0, count).Select(number => Make($"{prefix}{number}", number, label, hasLabels))];

    /// <summary>The labels 0 to 9, in blocks.</summary>
    public static byte Blocks(int number, int x, int y) => (byte)(((x / 12) + (3 * (y / 10)) + number) % 10);

    public TrainingImage Make(string name, int number, Func<int, int, int, byte> label, bool hasLabels = true)
    {
        RgbImage image = new(Width, Height);
        LabelMap labels = new(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                byte value = label(number, x, y);
                labels[x, y] = value;
                Span<byte> pixel = image.Row(y).Slice(3 * x, 3);
                (pixel[0], pixel[1], pixel[2]) = ((byte)(value == LabelMap.Ignore ? 255 : 20 * value), (byte)(number + 1), (byte)x);
            }
        }

        RgbImageFile.Write(_folder[name + ".png"], image);
        if (hasLabels)
        {
            LabelPng.Write(_folder[name + "_labels.png"], labels);
        }

        return new TrainingImage { Name = name, ImagePath = _folder[name + ".png"], LabelPath = hasLabels ? _folder[name + "_labels.png"] : null };
    }

    public void Dispose() => _folder.Dispose();
}
