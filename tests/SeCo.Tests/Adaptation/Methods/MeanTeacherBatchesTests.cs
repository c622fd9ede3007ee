using SeCo.Adaptation;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Adaptation.Training;
using SeCo.Imaging;
using SeCo.Imaging.Rle;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Storage;
using SeCo.Tests.Adaptation.Fixtures;
using Xunit;

namespace SeCo.Tests.Adaptation.Methods;

public sealed class MeanTeacherBatchesTests
{
    private const int Side = 32, Plane = Side * Side;

    private static readonly ClassSet Classes = ClassSet.Named("camvid11");

    private static readonly NetworkPreprocessing Levels = new(new ImageNormalization(new ChannelValues(0, 0, 0), new ChannelValues(1, 1, 1)));

    private static readonly AdaptationOptions Options = new()
    {
        Setting = AdaptationSetting.Uda,
        BatchSize = 3,
        Views = new ViewOptions { CropWidth = Side, CropHeight = Side, Jitter = 0, Gray = 0, Blur = 0, MinimumScale = 1, MaximumScale = 1 },
    };

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Pasted_pixels_bring_their_labels_and_the_others_are_the_targets(double paste)
    {
        using PlainScenes scenes = new();
        AdaptationInput input = Input(scenes);
        AdaptationOptions options = Options with { Paste = new PasteOptions { Probability = paste, Classes = [Classes.Classes[9].Name], MaximumScale = 1 } };
        IBatchSource source = Batches(input, options);
        Assert.Equal(2, source.StepsPerEpoch);
        bool fromPool = false;
        for (int step = 0; step < 6; step++)
        {
            MeanTeacherBatch batch = (MeanTeacherBatch)source.Make(step, 0, TestContext.Current.CancellationToken);
            CropBatch target = batch.Target, mixed = batch.Mixed;
            Assert.Contains((byte)1, batch.Pasted);
            for (int i = 0; i < mixed.Labels.Length; i++)
            {
                int red = (i / Plane * 3 * Plane) + (i % Plane), green = red + Plane;
                if (batch.Pasted[i] == 0)
                {
                    Assert.Equal(target.Labels[i], mixed.Labels[i]);
                    Assert.Equal(target.Pixels[green], mixed.Pixels[green]);
                    continue;
                }

                // Red tells the label, green the image: 100 and more for the source.
                Assert.Equal(20 * mixed.Labels[i], mixed.Pixels[red]);
                Assert.True(mixed.Pixels[green] > 100 || (paste > 0 && mixed.Labels[i] == 9));
                fromPool |= mixed.Pixels[green] < 100;
            }

            Assert.Equal(paste > 0, batch.Labelled.Labels.Contains((byte)9));
        }

        Assert.Equal(paste > 0, fromPool);
    }

    [Fact]
    public void What_is_unknown_of_the_target_is_255_and_padding_254()
    {
        using PlainScenes scenes = new();
        AdaptationInput input = new()
        {
            Labelled = [],
            Unlabelled = scenes.Make(3, "u", PlainScenes.Blocks),
            Source = scenes.Make(2, "s", PlainScenes.Blocks),
        };
        AdaptationOptions options = Options with { Views = Options.Views with { MinimumScale = 0.5, MaximumScale = 0.5 } };
        MeanTeacherBatch batch = (MeanTeacherBatch)Batches(input, options).Make(0, 0, TestContext.Current.CancellationToken);
        const int Image = PlainScenes.Width / 2 * (PlainScenes.Height / 2);
        Assert.Equal(3 * Image, batch.Target.Labels.AsSpan().Count(LabelMap.Ignore));
        Assert.Equal(3 * (Plane - Image), batch.Target.Labels.AsSpan().Count(CropBatch.Padding));
    }

    [Fact]
    public void The_same_seed_and_step_give_the_same_bytes()
    {
        using PlainScenes scenes = new();
        AdaptationInput input = Input(scenes);
        AdaptationOptions options = Options with
        {
            Views = new ViewOptions { CropWidth = Side, CropHeight = Side },
            Paste = new PasteOptions { Probability = 0.7, Classes = [Classes.Classes[9].Name] },
            RareClasses = new RareClassOptions { Enabled = true },
            Workers = 3,
        };
        IBatchSource one = Batches(input, options);
        using BackgroundLoader<TrainingBatch> loader = TrainingLoop.LoadAhead(Batches(input, options), options, 2, 6, TestContext.Current.CancellationToken);
        for (int step = 2; step < 6; step++)
        {
            MeanTeacherBatch expected = (MeanTeacherBatch)one.Make(step, 0, TestContext.Current.CancellationToken), found = (MeanTeacherBatch)loader.Next();
            Assert.Equal(expected.Labelled.Pixels, found.Labelled.Pixels);
            Assert.Equal(expected.Target.Pixels, found.Target.Pixels);
            Assert.Equal(expected.Mixed.Pixels, found.Mixed.Pixels);
            Assert.Equal(expected.Mixed.Labels, found.Mixed.Labels);
            Assert.Equal(expected.Pasted, found.Pasted);
        }
    }

    [Fact]
    public void Crops_are_drawn_again_until_they_hold_the_rare_class()
    {
        using PlainScenes scenes = new();
        AdaptationInput input = new()
        {
            Labelled = [scenes.Make("a", 0, (_, x, y) => (byte)(x < 8 && y < 8 ? 9 : 1)), .. scenes.Make(9, "b", (_, _, _) => 1)],
        };
        AdaptationOptions options = Options with
        {
            Setting = AdaptationSetting.Supervised,
            Views = Options.Views with { MinimumScale = 2, MaximumScale = 2 },
            RareClasses = new RareClassOptions { Enabled = true },
        };
        Assert.True(Holding(options) > 15 + Holding(options with { RareClasses = options.RareClasses with { CropHoldsClass = false } }));

        int Holding(AdaptationOptions chosen)
        {
            IBatchSource source = Batches(input, chosen);
            return Enumerable.Range(0, 20).Sum(step =>
            {
                CropBatch batch = source.Make(step, 0, TestContext.Current.CancellationToken).Labelled;
                return Enumerable.Range(0, batch.Count).Count(i => batch.Labels.AsSpan(i * Plane, Plane).Contains((byte)9));
            });
        }
    }

    private static IBatchSource Batches(AdaptationInput input, AdaptationOptions options, ulong seed = 5) =>
        TrainingMethods.Of(options).Batches(new BatchInput(input, options, Levels, Classes, seed, TestContext.Current.CancellationToken));

    /// <summary>Sources of classes 0 to 4, numbers from 100; targets of classes 5 to 9, of which the upper left block of 9 is a trusted region.</summary>
    private static AdaptationInput Input(PlainScenes scenes)
    {
        TrainingImage[] target = scenes.Make(4, "t", (_, x, y) => (byte)(x < 12 && y < 10 ? 9 : 5 + (x / 16)));
        foreach (TrainingImage image in target)
        {
            RunLengthMask mask = RunLengthMask.FromLabel(SeCo.Imaging.Codecs.LabelPng.Read(image.LabelPath!), 9);
            ConnectedRegion region = ConnectedRegion.FromMask(0, 9, mask) with { Outcome = new RegionOutcome { Verdict = RegionVerdict.Clean, Label = 9 } };
            RegionFile.Write(image.ImagePath + ".json", [region]);
        }

        return new AdaptationInput
        {
            Labelled = [.. target.Select(image => image with { RegionPath = image.ImagePath + ".json" })],
            Source = [.. Enumerable.Range(100, 3).Select(number => scenes.Make($"s{number}", number, (_, x, y) => (byte)((x / 10) + (y / 40))))],
        };
    }
}
