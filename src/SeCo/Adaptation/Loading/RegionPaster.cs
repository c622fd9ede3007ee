using SeCo.Adaptation.Sampling;
using SeCo.Adaptation.Views;

namespace SeCo.Adaptation.Loading;

/// <summary>Pastes regions of the pool on crops. Safe for use from several threads.</summary>
internal sealed class RegionPaster(RegionPool pool, ImageCache files, PasteOptions options, ViewOptions views)
{
    /// <summary>Pastes no region, or one to <see cref="PasteOptions.Regions"/>, each number as likely; 1 marks where, if asked.</summary>
    public void Paste(Crop crop, Span<byte> pasted, RandomSource random)
    {
        if (!random.NextBool(options.Probability))
        {
            return;
        }

        int count = 1 + random.NextInt(options.Regions);
        for (int i = 0; i < count; i++)
        {
            PooledRegion region = pool.Draw(random);
            TrainingImage image = pool.Images[region.Image];
            double scale = random.NextDouble(options.MinimumScale, options.MaximumScale);
            RegionPaste.Paste(files.Image(image), files.Mask(image, region.Id), region.Class, scale, views, crop, pasted, random);
        }
    }
}
