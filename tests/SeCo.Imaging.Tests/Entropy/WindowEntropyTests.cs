using FsCheck.Xunit;
using SeCo.Imaging.Entropy;
using Xunit;

namespace SeCo.Imaging.Tests.Entropy;

public sealed class WindowEntropyTests
{
    [Fact]
    public void A_pure_window_has_the_entropy_of_its_own_rounding_term()
    {
        LabelMap labels = new(5, 4, [.. Enumerable.Repeat((byte)2, 20)]);

        Assert.All(WindowEntropy.Compute(labels, 3, 1), value => Assert.Equal(-1e-6, value, 1e-9));
    }

    [Fact]
    public void Windows_end_at_the_border_and_pixels_without_a_label_are_one_more_class()
    {
        LabelMap labels = new(3, 1, [0, 1, LabelMap.Ignore]);
        double two = 2 * -0.5 * Math.Log(0.5 + 1e-6), three = 3 * -(1 / 3.0) * Math.Log((1 / 3.0) + 1e-6);

        float[] entropies = WindowEntropy.Compute(labels, 2, 1);

        Assert.Equal([two, three, two], entropies.Select(e => (double)e), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Windows_of_equal_content_have_exactly_equal_entropies()
    {
        byte[] tile = [0, 1, 1, 3, LabelMap.Ignore, 2, 0, 0, 4];
        LabelMap labels = new(900, 1, [.. Enumerable.Range(0, 900).Select(x => tile[x % 9])]);

        float[] entropies = WindowEntropy.Compute(labels, 5, 4);

        Assert.Single(entropies.Skip(4).SkipLast(4).Distinct());
    }

    [Property(MaxTest = 150)]
    public void Equals_counting_every_window(int seed)
    {
        Random random = new(seed);
        int width = random.Next(1, 30), height = random.Next(1, 30), radius = random.Next(1, 10);
        int classes = random.Next(2) == 0 ? random.Next(1, 6) : random.Next(30, 200);
        LabelMap labels = new(width, height);
        for (int i = 0; i < labels.Pixels.Length; i++)
        {
            bool repeat = i > 0 && random.Next(3) > 0;
            labels.Pixels[i] = repeat ? labels.Pixels[i - 1] : random.Next(4) == 0 ? LabelMap.Ignore : (byte)random.Next(classes);
        }

        float[] entropies = WindowEntropy.Compute(labels, classes, radius);
        for (int i = 0; i < entropies.Length; i++)
        {
            Assert.Equal(Counted(labels, i % width, i / width, radius), entropies[i], 1e-6);
        }
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        LabelMap labels = new(2, 2);

        Assert.Throws<ArgumentOutOfRangeException>(() => WindowEntropy.Compute(labels, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowEntropy.Compute(labels, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowEntropy.Compute(labels, 3, WindowEntropy.MaximumRadius + 1));
    }

    private static double Counted(LabelMap labels, int x, int y, int radius)
    {
        Dictionary<byte, int> counts = [];
        int size = 0;
        for (int v = Math.Max(0, y - radius); v <= Math.Min(labels.Height - 1, y + radius); v++)
        {
            for (int u = Math.Max(0, x - radius); u <= Math.Min(labels.Width - 1, x + radius); u++)
            {
                byte label = labels[u, v];
                counts[label] = counts.GetValueOrDefault(label) + 1;
                size++;
            }
        }

        return counts.Values.Sum(count => -((double)count / size) * Math.Log(((double)count / size) + 1e-6));
    }
}
