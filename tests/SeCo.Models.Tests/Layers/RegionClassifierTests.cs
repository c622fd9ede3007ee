using SeCo.Checkpoints;
using SeCo.Models.MobileNet;
using SeCo.Models.ResNet;
using SeCo.Models.Tests.Fixtures;
using SeCo.Testing;
using SeCo.Torch;
using SeCo.Torch.Optim;
using Xunit;

namespace SeCo.Models.Tests;

public sealed class RegionClassifierTests : ModelTest
{
    private const int Classes = 5;

    public static TheoryData<bool> BothBodies { get; } = [false, true];

    [Theory]
    [MemberData(nameof(BothBodies))]
    public void The_linear_layer_and_the_body_share_the_parameters_out(bool isMobile)
    {
        using RegionClassifier classifier = Create(isMobile, MaskPlacement.Paper, seed: 1);
        string head = isMobile ? "classifier.1" : "fc";
        Assert.Equal([$"{head}.weight", $"{head}.bias"], classifier.HeadParameters().Keys);
        Assert.Equal(classifier.NamedParameters().Keys.Order(), classifier.HeadParameters().Keys.Concat(classifier.BodyParameters().Keys).Order());
        Assert.Equal([Classes, classifier.Encoder.OutputChannels], classifier.Head.Weight.Shape.ToArray());
        Assert.Equal(Classes, classifier.Head.Weight.Shape[0]);
    }

    [Theory]
    [MemberData(nameof(BothBodies))]
    public void With_the_papers_placement_only_cells_of_the_mask_count(bool isMobile)
    {
        using RegionClassifier classifier = Create(isMobile, MaskPlacement.Paper, seed: 2);
        classifier.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(3, 1, 3, 64, 96);
        Tensor map = classifier.Encoder.Encode(images); // [1, C, 2, 3]
        Tensor masks = Rectangle(64, 96, top: 32, left: 64);
        AssertClose(map.Select(3, 2).Select(2, 1), classifier.Pool(images, masks), 1e-6, "last cell");
        AssertClose(map.Mean([2, 3]), classifier.Pool(images), 1e-6, "no mask");
        AssertClose(map.Mean([2, 3]), classifier.Pool(images, Rectangle(64, 96, top: 63, left: 95)), 1e-6, "a mask that vanishes");
    }

    [Theory]
    [MemberData(nameof(BothBodies))]
    public void With_the_references_placement_pixels_far_outside_the_mask_do_not_matter(bool isMobile)
    {
        using RegionClassifier reference = Create(isMobile, MaskPlacement.Reference, seed: 4);
        reference.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(5, 1, 3, 64, 64);
        Tensor masks = Rectangle(64, 64, top: 32, left: 0);
        Tensor changed = Tensor.Cat([Noise(6, 1, 3, 16, 64), images.Slice(2, 16)], 2); // the upper quarter, of which the mask's edge sees nothing
        Assert.Equal(reference.Forward(images, masks).ToArray<float>(), reference.Forward(changed, masks).ToArray<float>());
        Assert.NotEqual(reference.Forward(images).ToArray<float>(), reference.Forward(changed).ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(BothBodies))]
    public void Without_placement_masks_do_not_matter(bool isMobile)
    {
        using RegionClassifier classifier = Create(isMobile, MaskPlacement.None, seed: 7);
        classifier.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(8, 2, 3, 32, 32);
        Assert.Equal(classifier.Forward(images).ToArray<float>(), classifier.Forward(images, Tensor.Zeros([2, 1, 32, 32])).ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(BothBodies))]
    public void A_few_steps_lower_the_loss(bool isMobile)
    {
        using RegionClassifier classifier = Create(isMobile, MaskPlacement.Paper, seed: 9);
        using Sgd optimizer =
            new([new ParameterGroup(classifier.HeadParameters()) { LearningRateFactor = 10 }, new ParameterGroup(classifier.BodyParameters())], momentum: 0.9);
        Tensor images = Noise(10, 4, 3, 64, 64);
        Tensor masks = Rectangle(64, 64, top: 0, left: 32).Repeat(4, 1, 1, 1);
        Tensor labels = Tensor.From([0L, 1, 2, 3]);
        double first = 0;
        double last = 0;
        for (int step = 0; step < 10; step++)
        {
            using TensorScope scope = TensorScope.Open();
            optimizer.ClearGrad();
            Tensor loss = classifier.Forward(images, masks).CrossEntropy(labels);
            loss.Backward();
            optimizer.Step(1e-4);
            last = loss.Item();
            first = step == 0 ? last : first;
        }

        Assert.True(last < 0.9 * first, $"the loss went from {first} to {last}");
    }

    [Theory]
    [MemberData(nameof(BothBodies))]
    public void Published_weights_of_the_same_classes_load_whole(bool isMobile)
    {
        using TempFolder folder = new();
        using RegionClassifier published = Create(isMobile, MaskPlacement.None, seed: 11);
        using RegionClassifier classifier = Create(isMobile, MaskPlacement.None, seed: 12);
        using ICheckpoint checkpoint = CheckpointFile.Open(Save(folder, published));
        Assert.Empty(classifier.LoadPretrained(checkpoint));
        classifier.Eval();
        published.Eval();
        using GradMode mode = GradMode.Disable();
        Tensor images = Noise(13, 1, 3, 32, 32);
        Assert.Equal(published.Forward(images).ToArray<float>(), classifier.Forward(images).ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(BothBodies))]
    public void A_linear_layer_of_other_classes_keeps_its_first_values_and_is_reported(bool isMobile)
    {
        using TempFolder folder = new();
        using RegionClassifier published = Create(isMobile, MaskPlacement.None, seed: 14, classes: 9);
        using RegionClassifier classifier = Create(isMobile, MaskPlacement.None, seed: 15);
        float[] before = classifier.Head.Weight.ToArray<float>();
        using ICheckpoint checkpoint = CheckpointFile.Open(Save(folder, published));
        Assert.Equal(classifier.HeadParameters().Keys, classifier.LoadPretrained(checkpoint));
        Assert.Equal(before, classifier.Head.Weight.ToArray<float>());
        string body = published.BodyParameters().Keys.First();
        Assert.Equal(published.NamedParameters()[body].ToArray<float>(), classifier.NamedParameters()[body].ToArray<float>());
    }

    [Fact]
    public void A_checkpoint_that_does_not_fit_is_refused_with_all_its_faults_and_changes_nothing()
    {
        using TempFolder folder = new();
        using RegionClassifier classifier = new(new SeCo.Models.ResNet.ResNet(new ResNetConfig { Depth = 18 }, new RandomSource(16)), Classes);
        float[] before = classifier.Head.Bias!.ToArray<float>();
        using RegionClassifier other = new(new SeCo.Models.ResNet.ResNet(ResNetConfig.Reference(18)), Classes);
        Dictionary<string, TensorData> tensors =
            other.StateDictionary().ToDictionary(p => p.Key, p => new TensorData(p.Value.DType, [.. p.Value.Shape], p.Value.ToBytes()));
        tensors.Remove("layer1.0.bn1.weight");
        tensors.Add("layer5.weight", TensorData.From<float>([1], [1]));
        SafetensorsWriter.Write(folder["other.safetensors"], tensors);
        using ICheckpoint checkpoint = CheckpointFile.Open(folder["other.safetensors"]);
        CheckpointException fault = Assert.Throws<CheckpointException>(() => classifier.LoadPretrained(checkpoint));
        Assert.Equal(["layer1.0.bn1.weight"], fault.Missing);
        Assert.Equal(["layer5.weight"], fault.Unexpected);
        Assert.Contains("conv1.weight", Assert.Single(fault.Misshaped), StringComparison.Ordinal);
        Assert.Equal(before, classifier.Head.Bias!.ToArray<float>());
    }

    private static RegionClassifier Create(bool isMobile, MaskPlacement placement, ulong seed, int classes = Classes)
    {
        RandomSource random = new(seed);
        ImageEncoder encoder = isMobile
            ? new MobileNetV2(new MobileNetConfig { Width = 0.35 }, random)
            : new SeCo.Models.ResNet.ResNet(new ResNetConfig { Depth = 18 }, random);
        return new RegionClassifier(encoder, classes, placement, random);
    }

    /// <summary>A mask that is 1 from a corner down and right.</summary>
    private static Tensor Rectangle(int height, int width, int top, int left)
    {
        float[] mask = new float[height * width];
        for (int y = top; y < height; y++)
        {
            mask.AsSpan((y * width) + left, width - left).Fill(1);
        }

        return Tensor.From(mask, 1, 1, height, width);
    }
}
