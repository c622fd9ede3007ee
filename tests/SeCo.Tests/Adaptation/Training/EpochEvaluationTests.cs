using SeCo.Adaptation;
using SeCo.Adaptation.Training;
using SeCo.Datasets;
using SeCo.Imaging;
using SeCo.Imaging.Codecs;
using SeCo.Labels;
using SeCo.Models;
using SeCo.Models.EspNet;
using SeCo.Prediction;
using SeCo.Storage;
using SeCo.Testing;
using SeCo.Tests.Prediction;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Training;

public sealed class EpochEvaluationTests : PredictionTest
{
    private static readonly EpochResult Empty = new(1, 4, 1);

    [Fact]
    public void Measures_are_those_of_the_answers_that_prediction_gives()
    {
        using TempFolder folder = new();
        using EspNet network = Network();
        AdaptationInput input = TinyTraining.Input(folder);
        EpochResult result = Measure(network, input);

        network.Eval();
        ImagePredictor predictor = new(network, default, Mapping(), new PredictionOptions { InputWidth = 0, InputHeight = 0 });
        (List<double[]> pixels, long[,] counts) = ([], new long[5, 5]);
        foreach (TrainingImage image in input.HeldOut)
        {
            using Tensor answer = predictor.Predict(RgbImageFile.Read(image.ImagePath));
            float[] values = answer.ToArray<float>();
            byte[] labels = LabelPng.Read(image.LabelPath!).Pixels.ToArray();
            for (int i = 0; i < labels.Length; i++)
            {
                double[] p = [.. Enumerable.Range(0, 5).Select(c => (double)values[(c * labels.Length) + i])];
                pixels.Add(p);
                counts[labels[i], Array.IndexOf(p, p.Max())]++;
            }
        }

        double[] mean = [.. Enumerable.Range(0, 5).Select(c => pixels.Average(p => p[c]))];
        Assert.Equal(Entropy(mean) - pixels.Average(Entropy), result.Information!.Value, 1e-6);
        double[] shares = [.. Enumerable.Range(0, 5).Select(c => (double)counts[c, c] / (Sum(o => counts[c, o]) + Sum(o => counts[o, c]) - counts[c, c]))];
        Assert.Equal(shares.Where(s => !double.IsNaN(s)).Average(), result.PseudoLabelMiou!.Value, 1e-12);
        Assert.Equal((Empty.Epoch, Empty.Step, Empty.Loss), (result.Epoch, result.Step, result.Loss));

        static long Sum(Func<int, long> of) => Enumerable.Range(0, 5).Sum(of);
        static double Entropy(double[] p) => -p.Sum(x => x * Math.Log(x));
    }

    [Fact]
    public void Batch_statistics_are_neither_used_nor_changed_and_training_goes_on_after_it()
    {
        using TempFolder folder = new();
        using EspNet network = Network();
        byte[][] before = [.. network.StateDictionary().Values.Select(t => t.ToBytes())];
        EpochResult result = Measure(network, TinyTraining.Input(folder));
        Assert.True(network.IsTraining);
        Assert.Equal(before, network.StateDictionary().Values.Select(t => t.ToBytes()));
        Assert.Equal(result.ValidationIou, Measure(network, TinyTraining.Input(folder)).ValidationIou);
    }

    [Fact]
    public void A_network_is_back_in_training_when_the_work_is_ended_too()
    {
        using TempFolder folder = new();
        using EspNet network = Network();
        using StopAfter stop = new(2);
        EpochEvaluation evaluation = new(TinyTraining.Input(folder), Mapping(), new ViewOptions());
        Assert.ThrowsAny<OperationCanceledException>(() => evaluation.Measure(network, default, Empty, null, stop, stop.Token));
        Assert.True(network.IsTraining);
    }

    [Fact]
    public void Without_labels_only_the_mutual_information_is_known_and_without_images_nothing()
    {
        using TempFolder folder = new();
        using EspNet network = Network();
        AdaptationInput input = TinyTraining.Input(folder);
        EpochResult result = Measure(network, input with { HeldOut = [.. input.HeldOut.Select(i => i with { LabelPath = null })], Validation = [] });
        Assert.True(double.IsNaN(result.PseudoLabelMiou!.Value));
        Assert.InRange(result.Information!.Value, 0, Math.Log(5));
        Assert.Null(result.ValidationMiou);
        Assert.Empty(result.ValidationIou);
        Assert.Equal(Empty, Measure(network, input with { HeldOut = [], Validation = [] }));
    }

    [Fact]
    public void Labels_in_another_coding_are_read_through_their_map()
    {
        using TempFolder folder = new();
        using EspNet network = Network();
        AdaptationInput input = TinyTraining.Input(folder);
        TrainingImage image = input.Validation[0];
        LabelMap labels = LabelPng.Read(image.LabelPath!);
        new LabelIdMap([(0, 7), (1, 8), (2, 9), (3, 10), (4, 11)]).Apply(labels.Pixels);
        LabelPng.Write(folder["coded.png"], labels);
        TrainingImage coded = image with { LabelPath = folder["coded.png"], LabelMap = new LabelIdMap([(7, 0), (8, 1), (9, 2), (10, 3), (11, 4)]) };
        Assert.Equal(Measure(network, input with { Validation = [image] }), Measure(network, input with { Validation = [coded] }), SameMeasures);
        DatasetException fault = Assert.Throws<DatasetException>(() => Measure(network, input with { Validation = [coded with { LabelMap = null }] }));
        Assert.Contains("coded.png: label ", fault.Message, StringComparison.Ordinal);
        Assert.True(network.IsTraining);
    }

    [Fact]
    public void Labels_of_another_size_are_named()
    {
        using TempFolder folder = new();
        using EspNet network = Network();
        AdaptationInput input = TinyTraining.Input(folder);
        LabelPng.Write(folder["small.png"], new LabelMap(20, 12));
        DatasetException fault =
            Assert.Throws<DatasetException>(() =>
                Measure(network, input with { Validation = [input.Validation[0] with { LabelPath = folder["small.png"] }] }));
        Assert.Contains("small.png: has 20 x 12 pixels, expected 40 x 24", fault.Message, StringComparison.Ordinal);
    }

    private static bool SameMeasures(EpochResult one, EpochResult other) =>
        one.ValidationIou.SequenceEqual(other.ValidationIou) && one.Information.Equals(other.Information);

    private static EpochResult Measure(SegmentationNetwork network, AdaptationInput input) =>
        new EpochEvaluation(input, Mapping(), new ViewOptions()).Measure(network, default, Empty, null, null, default);

    private static ClassMapping Mapping() => ClassMapping.Of(TinyTraining.Classes, TinyTraining.Classes, [0, 1, 2, 3, 4]);

    private static EspNet Network() => new(EspNetConfig.Cityscapes with { Classes = 5, QuarterBlocks = 1, EighthBlocks = 1 }, new RandomSource(4));
}
