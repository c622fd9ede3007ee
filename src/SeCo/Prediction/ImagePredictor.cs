using SeCo.Imaging.Resampling;
using SeCo.Torch.Nn;

namespace SeCo.Prediction;

/// <summary>Gives every pixel the probabilities of the wanted classes: input, windows, mirror image and scales, class map, back to the image's size.</summary>
internal sealed class ImagePredictor(ISegmentationNetwork network, Device device, ClassMapping mapping, PredictionOptions options)
{
    private const int MirrorAxis = 3;

    private readonly NetworkPreprocessing _preprocessing = network.Preprocessing;

    /// <summary>Looks at an image: float32 <c>[1, K, H, W]</c> on the CPU, of its size; each pixel's sum to 1. It belongs to the open scope or the
    /// caller.</summary>
    /// <exception cref="InvalidOperationException">The network answers with values that are no numbers.</exception>
    public Tensor Predict(RgbImage image, CancellationToken cancellationToken = default)
    {
        using GradMode mode = GradMode.Disable();
        using NormFolding folding = NormFolding.Open();
        using TensorScope scope = TensorScope.Open();
        Tensor? sum = null;
        foreach (double scale in options.Scales)
        {
            Tensor view = TensorScope.Run(() => View(image, scale, cancellationToken));
            if (sum is null)
            {
                sum = view;
            }
            else
            {
                sum.AddInPlace(view);
                view.Dispose();
            }
        }

        Tensor answer = options.Scales.Count == 1 ? sum! : sum! / options.Scales.Count;
        return answer.IsFinite() ? scope.Keep(answer.To(Device.Cpu)) : throw new InvalidOperationException(
            "The network answers with values that are no numbers (NaN or infinity): its numbers grow too large. Take other weights.");
    }

    /// <summary>The probabilities at one scale, in the image's size.</summary>
    private Tensor View(RgbImage image, double scale, CancellationToken cancellationToken)
    {
        Tensor input = InputImage.Make(image, InputImage.SizeOf(image, options, _preprocessing, scale), _preprocessing).To(device);
        Size2d? size = _preprocessing.AnswersInImageSize ? new Size2d(image.Height, image.Width) : null;
        Tensor seen = TensorScope.Run(() => Windows(input, size, cancellationToken));
        if (options.Flip)
        {
            Tensor mirrored = TensorScope.Run(() => Windows(input.Flip(MirrorAxis), size, cancellationToken).Flip(MirrorAxis));
            seen = (seen + mirrored) / 2;
        }

        // Summing classes before resizing gives the same numbers and resizes fewer.
        return ClassMapping.Normalize(mapping.Apply(seen).ResizeBilinear(new Size2d(image.Height, image.Width)));
    }

    /// <summary>The network's probabilities, averaged over the windows that see a pixel; where one sees all, in the size wanted.</summary>
    private Tensor Windows(Tensor input, Size2d? wanted, CancellationToken cancellationToken)
    {
        Size2d size = input.ImageSize;
        Size2d window = network.FixedSize ?? (options.Window is int side ? (side == 0 ? size : side) : _preprocessing.Window ?? size);
        Size2d stride = options switch
        {
            { WindowStride: int given } => given,
            { Window: > 0 and int own } => Math.Max(1, own * 2 / 3),
            _ => _preprocessing.WindowStride ?? window,
        };
        Box[] windows = [.. SlidingWindows.Plan(size, window, stride, _preprocessing.CutsWindows)];
        if (windows.Length == 1)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return network.Probabilities(input, wanted);
        }

        Tensor sums = Tensor.Zeros([1, network.Classes, size.Height, size.Width], DType.Float32, device);
        Tensor counts = Tensor.Zeros([1, 1, size.Height, size.Width], DType.Float32, device);
        foreach (Box box in windows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using TensorScope scope = TensorScope.Open();
            Part(sums, box).AddInPlace(network.Probabilities(Part(input, box)));
            Tensor count = Part(counts, box);
            count.AddInPlace(Tensor.Ones([1, 1, box.Height, box.Width], DType.Float32, device));
        }

        return sums / counts;
    }

    private static Tensor Part(Tensor image, Box box) => image.Narrow(2, box.Y0, box.Height).Narrow(3, box.X0, box.Width);
}

/// <summary>Makes a network's input of an image, as its authors do.</summary>
internal static class InputImage
{
    /// <summary>The size that an image is brought to: the settings', else the network's, else its own, times a scale.</summary>
    public static Size2d SizeOf(RgbImage image, PredictionOptions options, NetworkPreprocessing preprocessing, double scale = 1)
    {
        Size2d own = new(image.Height, image.Width), size = options switch
        {
            { InputWidth: 0 } => own,
            { InputWidth: int width, InputHeight: int height } => new Size2d(height, width),
            _ => preprocessing.InputSize ?? own,
        };
        return new Size2d(Scaled(size.Height), Scaled(size.Width));

        int Scaled(int side) => Math.Max(1, (int)Math.Round(side * scale));
    }

    /// <summary>Resizes and normalises an image, in the order and the numbers of the network's family: float32 <c>[1, 3, H, W]</c> on the CPU, of the open
    /// scope or the caller.</summary>
    public static Tensor Make(RgbImage image, Size2d size, NetworkPreprocessing preprocessing)
    {
        ImageNormalization normalization = preprocessing.Normalization;
        if (size == new Size2d(image.Height, image.Width))
        {
            return normalization.Normalize(image.Pixels, image.Width, image.Height);
        }

        if (preprocessing.Resize == InputResize.Bilinear)
        {
            return TensorScope.Run(() => normalization.Normalize(image.Pixels, image.Width, image.Height).ResizeBilinear(size));
        }

        RgbImage resized = preprocessing.Resize switch
        {
            InputResize.BicubicBytes => AntialiasedResize.Bicubic(image, size.Width, size.Height),
            InputResize.BilinearAveragedBytes => AntialiasedResize.Bilinear(image, size.Width, size.Height),
            _ => FixedPointResize.Bilinear(image, size.Width, size.Height),
        };
        return normalization.Normalize(resized.Pixels, size.Width, size.Height);
    }
}
