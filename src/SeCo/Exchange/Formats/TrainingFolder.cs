namespace SeCo.Exchange;

/// <summary>A folder for training while it is written.</summary>
/// <param name="request">What is given out.</param>
/// <param name="target">The folder.</param>
/// <param name="pictures">Where images lie; <c>{split}</c> stands for the split.</param>
/// <param name="cancellationToken">Stops between images.</param>
internal sealed class TrainingFolder(ExportRequest request, string target, string pictures, CancellationToken cancellationToken)
{
    /// <summary>The class set.</summary>
    public ClassSet Classes => request.Source.Regions.Classes;

    /// <summary>The split that is written.</summary>
    public string Split => request.Split;

    /// <summary>The images that have been written.</summary>
    public int Count { get; private set; }

    /// <summary>Their pixels without a label.</summary>
    public long UnlabelledPixels { get; private set; }

    /// <summary>A file in a place below the folder, whose name may hold <c>{split}</c>.</summary>
    public string PathOf(string place, string file = "") =>
        Path.Combine(target, place.Replace(DatasetOptions.SplitPlaceholder, Split, StringComparison.Ordinal), file);

    /// <summary>The file of an image in its place.</summary>
    public static string FileOf(ExchangeImage image) => image.Name + Path.GetExtension(image.File);

    /// <summary>The images with their labels, one at a time; each is copied to its place.</summary>
    /// <exception cref="DatasetException">A name that leaves its folder, or labels that are not those of the class set.</exception>
    public IEnumerable<(ExchangeImage Image, LabelMap Labels)> Images()
    {
        foreach (ExchangeImage image in request.Source.Regions.Images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ImageName.Checked(image.Name, "export");
            if (request.CopyImages)
            {
                // Where images lie is said by the run folder, which may be somebody else's: only what is the picture of these labels goes out.
                string own = Path.Combine(request.Source.DatasetRoot, image.File);
                ImageHeader header = RgbImageFile.ReadHeader(own);
                if ((header.Width, header.Height) != (image.Width, image.Height))
                {
                    throw new DatasetException(
                        $"{own}: has {header.Width} x {header.Height} pixels, expected {image.Width} x {image.Height} as its labels have.");
                }

                using FileStream picture = File.OpenRead(own);
                AtomicFile.Write(PathOf(pictures, FileOf(image)), picture.CopyTo);
            }

            LabelMap labels = request.Source.ReadLabels(image);
            UnlabelledPixels += labels.Counts()[LabelMap.Ignore];
            Count++;
            yield return (image, labels);
        }
    }

    /// <summary>The labels of an image in pieces: its regions, and what no region covers, component by component.</summary>
    public List<(byte Class, RunLengthMask Mask)> Segments(ExchangeImage image, LabelMap labels) =>
        LabelSegments.Of(labels, request.Source.Regions.Read(image));

    /// <summary>Writes a text below the folder.</summary>
    public void Write(string name, string text) => AtomicFile.WriteAllText(PathOf(name), text);
}
