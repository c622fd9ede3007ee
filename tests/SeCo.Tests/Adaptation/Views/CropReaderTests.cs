using FsCheck.Xunit;
using SeCo.Adaptation;
using SeCo.Adaptation.Views;
using SeCo.Imaging;
using SeCo.Imaging.Resampling;
using SeCo.Labels;
using SeCo.Torch;
using Xunit;

namespace SeCo.Tests.Adaptation.Views;

public sealed class CropReaderTests
{
    private static readonly Size2d Size = new(32, 40);

    [Property(MaxTest = 60)]
    public void A_crop_is_a_part_of_the_scaled_image_and_its_labels_the_nearest(int seed)
    {
        (RgbImage image, LabelMap labels) = Scene(seed);
        ViewOptions views = new() { CropWidth = Size.Width, CropHeight = Size.Height };
        CropPlan plan = CropPlan.Draw(views, image.Width, image.Height, new RandomSource((ulong)seed));
        Crop crop = new(Size);
        CropReader reader = new(Size);
        reader.ReadPixels(image, plan, crop);
        reader.ReadLabels(labels, plan, crop.Labels);

        RgbImage scaled = AntialiasedResize.Bilinear(image, plan.Scaled.Width, plan.Scaled.Height);
        LabelMap scaledLabels = NearestResize.Resize(labels, plan.Scaled.Width, plan.Scaled.Height);
        for (int y = 0; y < Size.Height; y++)
        {
            for (int x = 0; x < Size.Width; x++)
            {
                int at = (y * Size.Width) + (plan.Mirrored ? Size.Width - 1 - x : x);
                (int sx, int sy) = (plan.Part.X0 + x, plan.Part.Y0 + y);
                bool isImage = sx < plan.Part.X1 && sy < plan.Part.Y1;
                byte[] pixel = isImage ? scaled.Row(sy).Slice(3 * sx, 3).ToArray() : [0, 0, 0];
                Assert.Equal<byte>(pixel, (byte[])[crop.Plane(0)[at], crop.Plane(1)[at], crop.Plane(2)[at]]);
                Assert.Equal(isImage ? scaledLabels[sx, sy] : LabelMap.Ignore, crop.Labels[at]);
            }
        }
    }

    [Fact]
    public void Mirroring_twice_changes_nothing()
    {
        (RgbImage image, LabelMap labels) = Scene(5);
        CropPlan plan = new(new Size2d(image.Height, image.Width), new Box(3, 2, 23, 20), Mirrored: false);
        Crop plain = new(Size), mirrored = new(Size);
        CropReader reader = new(Size);
        reader.ReadPixels(image, plan, plain);
        reader.ReadLabels(labels, plan, plain.Labels);
        reader.ReadPixels(image, plan with { Mirrored = true }, mirrored);
        reader.ReadLabels(labels, plan with { Mirrored = true }, mirrored.Labels);
        Assert.NotEqual(plain.Labels, mirrored.Labels);
        for (int y = 0; y < Size.Height; y++)
        {
            mirrored.Labels.AsSpan(y * Size.Width, Size.Width).Reverse();
            mirrored.Plane(1).Slice(y * Size.Width, Size.Width).Reverse();
        }

        Assert.Equal(plain.Labels, mirrored.Labels);
        Assert.True(plain.Plane(1).SequenceEqual(mirrored.Plane(1)));
    }

    [Fact]
    public void Marks_the_image_and_the_padding()
    {
        Crop crop = new(new Size2d(32, 32));
        new CropReader(new Size2d(32, 32)).MarkLabels(new CropPlan(new Size2d(10, 20), new Box(0, 0, 20, 10), Mirrored: true), crop, 0, 254);
        for (int i = 0; i < crop.Length; i++)
        {
            Assert.Equal(i / 32 < 10 && i % 32 >= 12 ? 0 : 254, crop.Labels[i]);
        }
    }

    [Property(MaxTest = 200)]
    public void A_plan_fills_the_crop_where_the_scaled_image_can(int seed)
    {
        ViewOptions views = new() { CropWidth = 64, CropHeight = 48, MinimumScale = 0.5, MaximumScale = 2 };
        CropPlan plan = CropPlan.Draw(views, 60, 90, new RandomSource((ulong)seed));
        Assert.InRange(plan.Scaled.Height, 45, 180);
        Assert.Equal(plan.Scaled.Height * 60.0 / 90, plan.Scaled.Width, 0.5001);
        Assert.Equal(Math.Min(64, plan.Scaled.Width), plan.Part.Width);
        Assert.Equal(Math.Min(48, plan.Scaled.Height), plan.Part.Height);
        Assert.Equal(plan.Part, plan.Part.Clip(plan.Scaled.Width, plan.Scaled.Height));
    }

    [Fact]
    public void The_input_size_comes_before_the_scale()
    {
        ViewOptions views = new() { CropWidth = 32, CropHeight = 32, InputWidth = 480, InputHeight = 240, MinimumScale = 1, MaximumScale = 1 };
        Assert.Equal(new Size2d(240, 480), CropPlan.Draw(views, 960, 720, new RandomSource(1)).Scaled);
    }

    private static (RgbImage Image, LabelMap Labels) Scene(int seed)
    {
        Random random = new(seed);
        RgbImage image = new(45, 33);
        LabelMap labels = new(45, 33);
        random.NextBytes(image.Pixels);
        random.NextBytes(labels.Pixels);
        return (image, labels);
    }
}
