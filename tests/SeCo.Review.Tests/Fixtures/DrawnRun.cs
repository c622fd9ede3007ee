using System.Globalization;
using SeCo.Checkpoints;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.RunFiles;

namespace SeCo.Review.Tests.Fixtures;

/// <summary>A run folder as correction leaves it, of drawn images with a rectangle for each region: as many as a test, or a measurement, wants.</summary>
internal static class DrawnRun
{
    private const int Cell = 40;

    /// <summary>Writes a dataset and a run over it.</summary>
    /// <param name="folder">A folder; the run is <c>run</c> in it.</param>
    /// <param name="images">How many images.</param>
    /// <param name="regions">Regions of each.</param>
    /// <param name="features">Numbers that describe a region; 0 to keep none. Regions of one group have nearly the same.</param>
    /// <param name="scale">Pixels on a side of a region's place, in 40ths: larger images at 2.</param>
    /// <returns>The run folder.</returns>
    public static string Write(string folder, int images, int regions, int features = 8, int scale = 1)
    {
        string run = Path.Combine(folder, "run"), data = Path.Combine(folder, "data");
        ClassSet classes = ClassSet.Named("camvid11");
        int across = (int)Math.Ceiling(Math.Sqrt(regions)), cell = Cell * scale, width = across * cell, height = (regions + across - 1) / across * cell;
        RandomSource random = new(5);
        List<string> list = [];
        foreach (string name in Enumerable.Range(0, images).Select(i => string.Create(CultureInfo.InvariantCulture, $"day/{i:00000}")))
        {
            RgbImage image = new(width, height);
            LabelMap labels = new(width, height);
            List<ConnectedRegion> own = [];
            float[] described = new float[regions * features];
            for (int r = 0; r < regions; r++)
            {
                int group = random.NextInt(4), side = (cell / 4) + random.NextInt(cell / 2), x = (r % across * cell) + 2, y = (r / across * cell) + 2;
                byte[] inside = [.. Enumerable.Repeat((byte)1, side * side)];
                RunLengthMask mask = RunLengthMask.FromWindow(width, height, new Box(x, y, x + side, y + side), inside);
                own.Add(ConnectedRegion.FromMask(r, group, mask) with
                {
                    Outcome = new RegionOutcome(
                        random.NextDouble(0.5, 4), random.NextDouble(0.4, 0.9), random.NextDouble(0.5, 1), (group + 1) % classes.Count,
                        r % 5 == 4 ? RegionVerdict.Corrected : RegionVerdict.Rejected, r % 5 == 4 ? (group + 1) % classes.Count : LabelMap.Ignore),
                });
                for (int i = 0; i < features; i++)
                {
                    described[(r * features) + i] = (float)((i % 4 == group ? 5 : 0) + (random.NextGaussian() * (r % 2 == 0 ? 0.05 : 2)));
                }

                var color = classes.Classes[group].Color;
                for (int v = y; v < y + side; v++)
                {
                    for (int u = x; u < x + side; u++)
                    {
                        (image.Row(v)[u * 3], image.Row(v)[(u * 3) + 1], image.Row(v)[(u * 3) + 2]) = (color.R, color.G, color.B);
                    }
                }
            }

            RegionFile.Write(Path.Combine(run, "correction", "verdicts", name + ".json"), own);
            if (features > 0)
            {
                NpyFile.Write<float>(Path.Combine(run, "correction", "features", name + ".npy"), described, regions, features);
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(data, name))!);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(run, "labels", name))!);
            RgbImageFile.Write(Path.Combine(data, name + ".png"), image);
            LabelPng.Write(Path.Combine(run, "labels", name + ".png"), labels, classes.Palette());
            list.Add($"{name}.png labels/{name}.png");
        }

        File.WriteAllLines(Path.Combine(run, "labels.txt"), list);
        File.WriteAllText(Path.Combine(run, "config.yaml"), $"dataset:\n  root: {data}\n  classes: camvid11\n");
        return run;
    }
}
