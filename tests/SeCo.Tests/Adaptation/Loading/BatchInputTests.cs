using SeCo.Adaptation;
using SeCo.Adaptation.Loading;
using SeCo.Adaptation.Methods;
using SeCo.Adaptation.Training;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Storage;
using SeCo.Tests.Adaptation.Fixtures;
using Xunit;

namespace SeCo.Tests.Adaptation.Loading;

public sealed class BatchInputTests
{
    private const int Side = 32, Plane = Side * Side;

    private static readonly ClassSet Classes = ClassSet.Named("camvid11");

    /// <summary>The levels themselves, so that tests can read them.</summary>
    private static readonly NetworkPreprocessing Levels = new(new ImageNormalization(new ChannelValues(0, 0, 0), new ChannelValues(1, 1, 1)));

    private static readonly ViewOptions Weak =
        new() { CropWidth = Side, CropHeight = Side, Jitter = 0, Gray = 0, Blur = 0, MinimumScale = 1, MaximumScale = 1 };

    private static readonly AdaptationOptions Options = new() { Views = Weak, BatchSize = 4, Accumulation = 2 };

    [Fact]
    public void Every_image_of_the_larger_set_is_seen_in_an_epoch_even_if_it_is_the_labelled_one()
    {
        using PlainScenes scenes = new();
        AdaptationInput input =
            new() { Labelled = scenes.Make(11, "l", PlainScenes.Blocks), Unlabelled = scenes.Make(3, "u", PlainScenes.Blocks, hasLabels: false) };
        IBatchSource source = Batches(input, Options);
        Assert.Equal(3, source.StepsPerEpoch);
        List<int> labelled = [], unlabelled = [];
        for (int part = 0; part < 6; part++)
        {
            UniMatchBatch batch = (UniMatchBatch)source.Make(part / 2, part % 2, TestContext.Current.CancellationToken);
            labelled.AddRange(Numbers(batch.Labelled));
            unlabelled.AddRange(Numbers(batch.Own.Weak));
        }

        Assert.Equal(Enumerable.Range(0, 11), labelled[..11].Order());
        Assert.All(unlabelled.Chunk(3), round => Assert.Equal([0, 1, 2], round.Order()));
    }

    [Fact]
    public void To_fill_gaps_crops_come_in_their_own_colours_too_and_mark_what_is_padding()
    {
        using PlainScenes scenes = new();
        AdaptationInput input = new() { Labelled = scenes.Make(4, "l", PlainScenes.Blocks) };
        AdaptationOptions options = Options with
        {
            Method = AdaptationMethod.SelfTraining,
            Average = 0.9,
            SelfTraining = new SelfTrainingOptions { FillGaps = true },
            Views = Weak with { CropWidth = 64, CropHeight = 64, MinimumScale = 0.5, MaximumScale = 0.5, Jitter = 1, JitterLabelled = true },
        };
        SelfTrainingBatch batch = (SelfTrainingBatch)Batches(input, options).Make(0, 0, TestContext.Current.CancellationToken);
        CropBatch own = batch.OwnColors!;
        Assert.NotEqual(own.Pixels, batch.Labelled.Pixels);
        Assert.Contains(CropBatch.Padding, own.Labels);
        Assert.DoesNotContain(CropBatch.Padding, batch.Labelled.Labels);
        Assert.All(own.Labels.Zip(batch.Labelled.Labels), p => Assert.Equal(p.First == CropBatch.Padding ? LabelMap.Ignore : p.First, p.Second));
    }

    [Fact]
    public void Labels_follow_their_pixels()
    {
        using PlainScenes scenes = new();
        AdaptationInput input = new() { Labelled = scenes.Make(5, "l", PlainScenes.Blocks) };
        IBatchSource source = Batches(input, Options with { Method = AdaptationMethod.SelfTraining });
        for (int step = 0; step < 10; step++)
        {
            CropBatch batch = source.Make(step, 0, TestContext.Current.CancellationToken).Labelled;
            for (int i = 0; i < batch.Labels.Length; i++)
            {
                Assert.Equal(20 * batch.Labels[i], batch.Pixels[(i / Plane * 3 * Plane) + (i % Plane)]);
            }
        }
    }

    [Fact]
    public void Unlabelled_crops_are_0_where_the_image_is_and_254_in_padding_and_their_label_files_are_not_read()
    {
        using PlainScenes scenes = new();
        AdaptationInput input = new()
        {
            Labelled = scenes.Make(2, "l", PlainScenes.Blocks),
            Unlabelled = [.. scenes.Make(2, "u", PlainScenes.Blocks).Select(image => image with { LabelPath = "missing.png" })],
        };
        ViewOptions small = Weak with { MinimumScale = 0.5, MaximumScale = 0.5, Flip = 0 };
        IBatchSource source = Batches(input, Options with { Views = small });
        UniMatchBatch batch = (UniMatchBatch)source.Make(0, 0, TestContext.Current.CancellationToken);
        for (int i = 0; i < batch.Own.Weak.Labels.Length; i++)
        {
            bool isImage = i % Side < PlainScenes.Width / 2 && i % Plane / Side < PlainScenes.Height / 2;
            Assert.Equal(isImage ? 0 : CropBatch.Padding, batch.Own.Weak.Labels[i]);
            Assert.Equal(batch.Own.Weak.Labels[i], batch.Own.Strong[0].Labels[i]);
            Assert.Equal(!isImage, batch.Labelled.Labels[i] == LabelMap.Ignore);
        }
    }

    [Theory]
    [InlineData(CutMixPartner.Batch)]
    [InlineData(CutMixPartner.SameImage)]
    public void The_same_seed_step_and_part_give_the_same_bytes_whatever_the_threads(CutMixPartner partner)
    {
        using PlainScenes scenes = new();
        AdaptationInput input =
            new() { Labelled = scenes.Make(3, "l", PlainScenes.Blocks), Unlabelled = scenes.Make(5, "u", PlainScenes.Blocks, hasLabels: false) };
        AdaptationOptions options = Options with
        {
            Views = new ViewOptions { CropWidth = Side, CropHeight = Side, JitterLabelled = true }, UniMatch = new UniMatchOptions { Partner = partner },
                Workers = 4, Prefetch = 3,
        };
        IBatchSource one = Batches(input, options);
        IBatchSource other = Batches(input, options);
        using BackgroundLoader<TrainingBatch> loader = TrainingLoop.LoadAhead(other, options, 1, 5, TestContext.Current.CancellationToken);
        for (int number = 2; number < 10; number++)
        {
            UniMatchBatch expected = (UniMatchBatch)one.Make(number / 2, number % 2, TestContext.Current.CancellationToken),
                found = (UniMatchBatch)loader.Next();
            Assert.Equal(expected.Boxes, found.Boxes);
            Same(expected.Labelled, found.Labelled);
            Same(expected.Own, found.Own);
            Same(expected.Partners, found.Partners);
            Assert.NotEqual(found.Own.Strong[0].Pixels, found.Own.Strong[1].Pixels);
            Assert.Equal(partner == CutMixPartner.SameImage, found.Partners is not null);
        }
    }

    [Fact]
    public void Another_seed_gives_other_batches()
    {
        using PlainScenes scenes = new();
        AdaptationInput input = new() { Labelled = scenes.Make(9, "l", PlainScenes.Blocks) };
        AdaptationOptions options = Options with { Method = AdaptationMethod.SelfTraining };
        CropBatch[] batches = [.. new ulong[] { 1, 2 }.Select(
            seed => Batches(input, options, seed).Make(0, 0, TestContext.Current.CancellationToken).Labelled)];
        Assert.NotEqual(batches[0].Pixels, batches[1].Pixels);
    }

    [Fact]
    public void A_batch_in_which_nothing_is_labelled_is_made()
    {
        using PlainScenes scenes = new();
        AdaptationInput input = new() { Labelled = scenes.Make(1, "l", (_, _, _) => LabelMap.Ignore) };
        IBatchSource source = Batches(input, Options with { Method = AdaptationMethod.SelfTraining });
        Assert.All(source.Make(3, 1, TestContext.Current.CancellationToken).Labelled.Labels, label => Assert.Equal(LabelMap.Ignore, label));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using PlainScenes scenes = new();
        TrainingImage[] labelled = scenes.Make(2, "l", PlainScenes.Blocks);
        CancellationToken token = TestContext.Current.CancellationToken;
        AdaptationInput broken = new() { Labelled = [labelled[0] with { ImagePath = Path.Combine(scenes.Path, "gone.png") }], Unlabelled = labelled };
        using BackgroundLoader<TrainingBatch> loader = TrainingLoop.LoadAhead(Batches(broken, Options), Options, 0, 4, token);
        Assert.Contains("gone.png", Assert.Throws<FileNotFoundException>(() => loader.Next()).Message, StringComparison.Ordinal);
    }

    private static IBatchSource Batches(AdaptationInput input, AdaptationOptions options, ulong seed = 7) =>
        TrainingMethods.Of(options).Batches(new BatchInput(input, options, Levels, Classes, seed, TestContext.Current.CancellationToken));

    /// <summary>The number of each crop's image, from its green.</summary>
    private static IEnumerable<int> Numbers(CropBatch batch) =>
        Enumerable.Range(0, batch.Count).Select(i => (int)batch.Pixels[(((3 * i) + 1) * Plane) + (Plane / 2) + (Side / 2)] - 1);

    private static void Same(UniMatchViews? expected, UniMatchViews? found)
    {
        Same(expected?.Weak, found?.Weak);
        Same(expected?.Strong[0], found?.Strong[0]);
        Same(expected?.Strong[1], found?.Strong[1]);
    }

    private static void Same(CropBatch? expected, CropBatch? found)
    {
        Assert.Equal(expected?.Pixels, found?.Pixels);
        Assert.Equal(expected?.Labels, found?.Labels);
    }
}
